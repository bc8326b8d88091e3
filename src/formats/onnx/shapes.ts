/** Shapes that ONNX's operators give: the same for constants and for what the network computes. */
import { elementCount } from '../../graph/graph.ts';
import type { NodeImport } from './node-import.ts';
import { identity } from './values.ts';

/** Reshape's result: 0 keeps a dimension (unless allowzero is set), one −1 stands for what is left. */
export function targetShape(node: NodeImport, shape: readonly number[]): number[] {
  const wanted = node.integers('shape', 1);
  if (wanted === undefined) throw node.error('has no shape');
  const keeps = node.attributes.int('allowzero', 0) === 0;
  const kept = wanted.map((dim, d) => (dim === 0 && keeps ? (shape[d] ?? 0) : dim));
  const open = kept.indexOf(-1);
  const rest = elementCount(kept.filter((_dim, d) => d !== open));
  const result = kept.map((dim, d) => (d === open ? elementCount(shape) / rest : dim));
  if (
    elementCount(result) !== elementCount(shape) ||
    !result.every((dim) => Number.isInteger(dim) && dim >= 0)
  ) {
    throw node.error(`cannot give [${shape.join(', ')}] the shape [${wanted.join(', ')}]`);
  }
  return result;
}

/** Flatten's result: two dimensions, split at `axis`. */
export function flattenedShape(node: NodeImport, shape: readonly number[]): number[] {
  const given = node.attributes.int('axis', 1);
  const axis = given < 0 ? given + shape.length : given;
  if (axis < 0 || axis > shape.length) throw node.error(`flattens at dimension ${given} of ${shape.length}`);
  return [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))];
}

/** The dimensions that Squeeze takes away. */
export function squeezedDims(node: NodeImport, shape: readonly number[]): number[] {
  const axes = node.integers('axes', 1);
  const gone =
    axes?.map((axis) => node.axis(axis, shape.length)) ??
    identity(shape.length).filter((d) => shape[d] === 1);
  const long = gone.find((d) => shape[d] !== 1);
  if (long !== undefined)
    throw node.error(`squeezes dimension ${long} of [${shape.join(', ')}], which is not 1`);
  return [...new Set(gone)];
}

/** Squeeze's result. */
export function squeezedShape(node: NodeImport, shape: readonly number[]): number[] {
  const gone = squeezedDims(node, shape);
  return shape.filter((_dim, d) => !gone.includes(d));
}

/** Unsqueeze's result: dimensions of 1 at `axes`, which count in the result. */
export function unsqueezedShape(node: NodeImport, shape: readonly number[]): number[] {
  const axes = node.integers('axes', 1) ?? [];
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => node.axis(axis, rank)));
  if (added.size !== axes.length) throw node.error(`adds the dimensions ${axes.join(', ')}`);
  const rest = [...shape];
  return identity(rank).map((d) => (added.has(d) ? 1 : rest.shift()!));
}

/** Transpose's order: dimension d of the result is dimension `result[d]`; all reversed unless given. */
export function permutation(node: NodeImport, rank: number): readonly number[] {
  const perm = node.attributes.ints('perm') ?? identity(rank).reverse();
  const sorted = [...perm].sort((a, b) => a - b);
  if (sorted.length !== rank || sorted.some((d, i) => d !== i)) {
    throw node.error(`orders ${rank} dimensions as ${perm.join(', ')}`);
  }
  return perm;
}
