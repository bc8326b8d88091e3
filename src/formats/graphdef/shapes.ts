/** Shapes that operators give: the same for constants and for what the network computes. */
import { elementCount } from '../../graph/graph.ts';
import type { NodeImport } from './node-import.ts';
import { identity } from './values.ts';

/** The result's shape, of the input's. */
export type Reshaping = (node: NodeImport, shape: readonly number[]) => number[];

/** Reshape: one −1 stands for what is left. */
export const reshaping: Reshaping = (node, shape) => {
  const wanted = node.integers(1, 'a shape');
  const open = wanted.indexOf(-1);
  const rest = elementCount(wanted.filter((_dim, d) => d !== open));
  const result = wanted.map((dim, d) => (d === open ? elementCount(shape) / rest : dim));
  const fits = result.every((dim) => Number.isInteger(dim) && dim >= 0);
  if (fits && elementCount(result) === elementCount(shape)) return result;
  throw node.error(
    `cannot give [${shape.join(', ')}] the shape [${wanted.join(', ')}]`,
    'The batch is 1: export the model with an open batch, or a batch of 1.',
  );
};

/** Squeeze: dimensions of 1 gone. */
export const squeezing: Reshaping = (node, shape) => {
  const listed = node.ints('squeeze_dims').map((axis) => node.axis(axis, shape.length));
  const gone = listed.length > 0 ? listed : identity(shape.length).filter((d) => shape[d] === 1);
  const long = gone.find((d) => shape[d] !== 1);
  if (long !== undefined)
    throw node.error(`squeezes dimension ${long} of [${shape.join(', ')}], which is not 1`);
  return shape.filter((_dim, d) => !gone.includes(d));
};

/** ExpandDims: a dimension of 1 more. */
export const expanding: Reshaping = (node, shape) => {
  const at = node.axis(node.scalar(1, 'an axis'), shape.length + 1);
  return [...shape.slice(0, at), 1, ...shape.slice(at)];
};

/** Transpose's order: dimension d of the result is dimension `result[d]`. */
export function permutation(node: NodeImport, rank: number): number[] {
  const order = node.integers(1, 'an order');
  const sorted = [...order].sort((a, b) => a - b);
  if (sorted.length === rank && sorted.every((d, i) => d === i)) return order;
  throw node.error(`orders ${rank} dimensions as ${order.join(', ')}`);
}

/** The parts of a Split or SplitV along an axis. */
export function parts(node: NodeImport): { value: number; axis: number; sizes: number[] } {
  const [value, at] = node.type === 'SplitV' ? [0, 2] : [1, 0];
  const shape = node.shape(value);
  const axis = node.axis(node.scalar(at, 'an axis'), shape.length);
  const dim = shape[axis]!;
  const count = node.int('num_split', 1);
  if (!(count >= 1 && count <= 1024)) throw node.error(`splits into ${count} parts`);
  const given =
    node.type === 'SplitV' ? node.integers(1, 'sizes') : new Array<number>(count).fill(dim / count);
  const rest = dim - given.filter((size) => size !== -1).reduce((sum, size) => sum + size, 0);
  const sizes = given.map((size) => (size === -1 ? rest : size));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (whole !== dim || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
    throw node.error(`splits ${dim} elements into ${given.join(', ')}`);
  }
  return { value, axis, sizes };
}
