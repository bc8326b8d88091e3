/** uint8 between QUANTIZE and DEQUANTIZE, as fake quantization is converted, is int8 that lies 128 lower. */
import type { Graph, Tensor } from '../../graph/graph.ts';
import { findOp } from '../../ops/index.ts';

const SHIFT = 128;

function shifted({ quant, data, ...tensor }: Tensor): Tensor {
  const { scale, zeroPoint, axis } = quant!;
  return {
    ...tensor,
    dtype: 'int8',
    quant: { scale, zeroPoint: zeroPoint.map((zero) => zero - SHIFT), axis },
    ...(data && { data: Int8Array.from(data as Uint8Array, (value) => value - SHIFT) }),
  };
}

/**
 * Shifts the tensors that nothing but conversions touches: no other operation computes the same with int8. Inputs and
 * outputs of the network stay.
 */
export function shiftUint8(graph: Graph): Graph {
  const touched = new Set([...graph.inputs, ...graph.outputs]);
  for (const { type, inputs, outputs } of graph.ops) {
    if (findOp(type)?.algebra?.converts) continue;
    for (const index of [...inputs, ...outputs]) touched.add(index);
  }
  const isShifted = ({ dtype, quant }: Tensor, index: number): boolean =>
    dtype === 'uint8' && quant !== undefined && !touched.has(index);
  if (!graph.tensors.some(isShifted)) return graph;
  const tensors = graph.tensors.map((tensor, index) => (isShifted(tensor, index) ? shifted(tensor) : tensor));
  return { ...graph, tensors };
}
