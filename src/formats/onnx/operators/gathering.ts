/** GATHER where the positions are computed, or are of several dimensions: an embedding, for one. */
import { inOnnxOrder } from '../layout.ts';
import type { NodeImport } from '../node-import.ts';
import { type Activation, activation, type Value } from '../values.ts';

/** Slices of `data` along `axis`, at `indices`, all in ONNX's order. */
export function gathered(node: NodeImport, data: Value, indices: Value, axis: number): Activation {
  const [table, by] = [data, indices].map((value) => inOnnxOrder(node, node.lift(value))) as [number, number];
  if (node.builder.tensor(by).dtype !== 'int32') {
    throw node.error(
      'has positions that are no int32 or int64',
      'Export the model with integer inputs there.',
    );
  }
  const tensor = node.op('GATHER', [table, by], { axis });
  return activation(tensor, [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)]);
}
