/** Samples as a network takes them. */
import type { TensorData } from '../graph/dtype.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';
import { quantizeValues } from '../graph/quantize-values.ts';

/**
 * One sample in the types of a network's inputs: real values are quantized by the input's parameters, data of the
 * input's own type goes through unchanged.
 *
 * @param sample what Samples.sample gave
 */
export function encodeSample(graph: Graph, sample: readonly TensorData[]): TensorData[] {
  return sample.map((data, i) => {
    const input = tensorAt(graph, graph.inputs[i]!);
    return data instanceof Float32Array ? quantizeValues(data, input) : data;
  });
}
