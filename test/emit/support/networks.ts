/** Small quantized networks for tests of what is emitted. */
import type { Graph, QuantParams, Tensor } from '../../../src/graph/graph.ts';

function quant(scale: number, zeroPoint: number): QuantParams {
  return { scale: [Math.fround(scale)], zeroPoint: [zeroPoint], axis: 0 };
}

/** An int8 activation. */
export function activation(name: string, shape: number[], scale = 0.5, zeroPoint = -3): Tensor {
  return { name, shape, dtype: 'int8', quant: quant(scale, zeroPoint) };
}

/**
 * A network with what is special: two inputs (one of int8, one of float32), two outputs, one of them read by a later
 * operator, a constant that two tensors have, state between operators, fused activations.
 */
export function specialNetwork(names: (name: string) => string = (name) => name): Graph {
  const weights = Int8Array.of(-128, -1, 0, 1, 127, 64);
  const tensors: Tensor[] = [
    activation('left', [1, 2, 3], 0.25, 4),
    { name: 'right', shape: [1, 2, 3], dtype: 'float32' },
    activation('right/quantized', [1, 2, 3], 0.1, 0),
    { ...activation('offsets', [1, 2, 3], 0.5, 0), data: weights },
    activation('sum', [1, 2, 3], 0.75, -100),
    { ...activation('offsets again', [1, 2, 3], 0.5, 0), data: weights.slice() },
    activation('product', [1, 2, 3], 0.3, 17),
    activation('both', [1, 2, 6], 0.75, -100),
    activation('product/requantized', [1, 2, 3], 0.75, -100),
    { name: 'scores', shape: [1, 2, 6], dtype: 'float32' },
  ];
  return {
    name: names('main'),
    tensors: tensors.map((tensor) => ({ ...tensor, name: names(tensor.name) })),
    ops: [
      { type: 'QUANTIZE', inputs: [1], outputs: [2], attrs: {} },
      { type: 'ADD', inputs: [0, 3], outputs: [4], attrs: { activation: 'RELU', potScaleInt16: false } },
      { type: 'MUL', inputs: [2, 5], outputs: [6], attrs: { activation: 'NONE' } },
      { type: 'QUANTIZE', inputs: [6], outputs: [8], attrs: {} },
      { type: 'CONCATENATION', inputs: [4, 8], outputs: [7], attrs: { axis: 2, activation: 'NONE' } },
      { type: 'DEQUANTIZE', inputs: [7], outputs: [9], attrs: {} },
    ],
    inputs: [0, 1],
    outputs: [4, 9],
  };
}

/** One RELU over a vector of that length: input and output take `length` bytes each. */
export function reluNetwork(length: number): Graph {
  return {
    name: 'relu',
    tensors: [activation('x', [1, length]), activation('y', [1, length])],
    ops: [{ type: 'RELU', inputs: [0], outputs: [1], attrs: {} }],
    inputs: [0],
    outputs: [1],
  };
}
