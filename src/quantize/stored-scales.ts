/** Scales of weights that the model file stores as int8 already. */
import { type Graph, isConstant, type QuantParams, type Tensor } from '../graph/graph.ts';

/** Symmetric int8 without −128: what weights have to be. */
function isWeights(tensor: Tensor): boolean {
  const { dtype, quant, data } = tensor;
  if (dtype !== 'int8' || quant === undefined || data === undefined) return false;
  return quant.zeroPoint.every((zero) => zero === 0) && !(data as Int8Array).includes(-128);
}

/**
 * The parameters of constants that are int8 in the file ("dynamic range quantization"), directly or before an
 * operation that widens them. Their real values lie on the grid of these scales: quantized by any other ones they
 * would be rounded a second time.
 *
 * @param graph the network as it was read
 * @param float the same after widenConstants
 * @returns parameters by tensor index
 */
export function storedScales(graph: Graph, float: Graph): ReadonlyMap<number, QuantParams> {
  const sources = new Map<number, number>();
  for (const op of graph.ops) {
    const [from, to] = [op.inputs[0], op.outputs[0]];
    if (from !== undefined && to !== undefined && isConstant(float.tensors[to]!)) sources.set(to, from);
  }
  const scales = new Map<number, QuantParams>();
  graph.tensors.forEach((_tensor, index) => {
    const source = graph.tensors[sources.get(index) ?? index]!;
    if (isWeights(source)) scales.set(index, source.quant!);
  });
  return scales;
}
