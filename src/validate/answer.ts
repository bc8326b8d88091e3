/** What a network answers. */
import { predictedClass } from '../data/index.ts';
import type { TensorData } from '../graph/dtype.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';
import { dequantizeValues } from '../graph/quantize-values.ts';

/**
 * The class that a network's first output names.
 *
 * @param output the elements of that output, as the network gave them
 */
export function answeredClass(graph: Graph, output: TensorData): number {
  const tensor = tensorAt(graph, graph.outputs[0]!);
  // Integers without parameters are scores as they are.
  const isPlain = tensor.quant === undefined && tensor.dtype !== 'float32';
  return predictedClass(isPlain ? Float32Array.from(output, Number) : dequantizeValues(output, tensor));
}
