/** Reductions of TFLite over some of ONNX's dimensions. */
import { unmixed } from './layout.ts';
import type { NodeImport } from './node-import.ts';
import type { Activation } from './values.ts';

/**
 * Reduces an activation, however its tensor lies.
 *
 * @param type MEAN, SUM, REDUCE_MAX or REDUCE_MIN
 * @param axes ONNX's dimensions
 */
export function reduced(
  node: NodeImport,
  type: string,
  value: Activation,
  axes: readonly number[],
  keepDims: boolean,
): Activation {
  // The elements of a mixed dimension may lie in any order where they are all reduced to one.
  const plain = value.mixed !== undefined && axes.includes(value.mixed.axis) ? value : unmixed(node, value);
  const places = axes.map((axis) => plain.order.indexOf(axis)).sort((a, b) => a - b);
  const tensor = node.op(type, [plain.tensor, node.builder.integers(`${node.name}/axes`, places)], {
    keepDims,
  });
  if (keepDims) {
    const shape = plain.shape.map((dim, d) => (axes.includes(d) ? 1 : dim));
    return { kind: 'activation', tensor, shape, order: plain.order };
  }
  const kept = plain.shape.map((_dim, d) => d).filter((d) => !axes.includes(d));
  return {
    kind: 'activation',
    tensor,
    shape: kept.map((d) => plain.shape[d]!),
    order: plain.order.filter((d) => kept.includes(d)).map((d) => kept.indexOf(d)),
  };
}
