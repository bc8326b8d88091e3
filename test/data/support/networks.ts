/** Networks that are nothing but their inputs and outputs. */
import type { DType } from '../../../src/graph/dtype.ts';
import type { Graph, QuantParams } from '../../../src/graph/graph.ts';

/** A network of one input and one output. */
export function networkOf(
  shape: readonly number[],
  { dtype = 'float32', quant, classes = 3 }: { dtype?: DType; quant?: QuantParams; classes?: number } = {},
): Graph {
  return {
    name: 'test',
    tensors: [
      { name: 'input', shape, dtype, ...(quant && { quant }) },
      { name: 'scores', shape: [1, classes], dtype: 'float32' },
    ],
    ops: [],
    inputs: [0],
    outputs: [1],
  };
}
