/** Tensors in parts. */
import type { NodeImport } from './node-import.ts';

/**
 * A tensor in parts along one of its own dimensions.
 *
 * @param sizes of the parts along that dimension
 */
export function split(node: NodeImport, tensor: number, axis: number, sizes: readonly number[]): number[] {
  const count = sizes.length;
  if (count === 1) return [tensor];
  const along = node.builder.constant(`${node.name}/axis`, [], Int32Array.of(axis), 'int32');
  const output = { dtype: node.builder.tensor(tensor).dtype, count };
  const attrs = { numSplits: count };
  if (sizes.every((size) => size === sizes[0])) return node.ops('SPLIT', [along, tensor], attrs, output);
  const parts = node.builder.integers(`${node.name}/sizes`, sizes);
  return node.ops('SPLIT_V', [tensor, parts, along], attrs, output);
}
