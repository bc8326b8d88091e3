/** A small int8 network of many kinds of operators, for tests of files. */
import { type DType, dataFromBytes, dtypeBytes, type TensorData } from '../../../src/graph/dtype.ts';
import { elementCount, type Graph, type QuantParams, type Tensor } from '../../../src/graph/graph.ts';

function quant(scale: number, zeroPoint: number): QuantParams {
  return { scale: [Math.fround(scale)], zeroPoint: [zeroPoint], axis: 0 };
}

function activation(name: string, shape: number[], dtype: DType, params?: QuantParams): Tensor {
  return { name, shape, dtype, ...(params && { quant: params }) };
}

function constant(
  name: string,
  shape: number[],
  dtype: DType,
  data: TensorData,
  params?: QuantParams,
): Tensor {
  return { name, shape, dtype, ...(params && { quant: params }), data };
}

/** Bytes that occur nowhere else in the file. */
export const PATTERN = Int8Array.from({ length: 48 }, (_, i) => (i * 37 + 11) % 101);

const A = quant(0.1, -3);
const B = quant(0.05, 7);

/**
 * image → QUANTIZE → PAD → MUL (by a constant, per channel) → ADD (a constant of the same bytes) → CONCATENATION →
 * MEAN → SOFTMAX → DEQUANTIZE
 */
export function network(): Graph {
  const tensors: Tensor[] = [
    activation('image', [1, 2, 2, 3], 'float32'),
    activation('quantized', [1, 2, 2, 3], 'int8', A),
    constant('paddings', [4, 2], 'int32', Int32Array.of(0, 0, 1, 1, 1, 1, 0, 0)),
    activation('padded', [1, 4, 4, 3], 'int8', A),
    constant('factors', [1, 4, 4, 3], 'int8', PATTERN, {
      scale: [0.5, 0.25, 0.125],
      zeroPoint: [0, 0, 0],
      axis: 3,
    }),
    activation('scaled', [1, 4, 4, 3], 'int8', B),
    constant('offsets, ünïcödé', [1, 4, 4, 3], 'int8', PATTERN.slice(), quant(0.2, 0)),
    activation('shifted', [1, 4, 4, 3], 'int8', A),
    activation('joined', [1, 4, 4, 6], 'int8', A),
    constant('axes', [2], 'int32', Int32Array.of(1, 2)),
    activation('mean', [1, 6], 'int8', B),
    activation('softmax', [1, 6], 'int8', quant(1 / 256, -128)),
    activation('scores', [1, 6], 'float32'),
  ];
  return {
    name: 'main',
    tensors,
    ops: [
      { type: 'QUANTIZE', inputs: [0], outputs: [1], attrs: {} },
      { type: 'PAD', inputs: [1, 2], outputs: [3], attrs: {} },
      { type: 'MUL', inputs: [3, 4], outputs: [5], attrs: { activation: 'RELU6' } },
      { type: 'ADD', inputs: [5, 6], outputs: [7], attrs: { activation: 'NONE', potScaleInt16: false } },
      { type: 'CONCATENATION', inputs: [7, 3], outputs: [8], attrs: { axis: -1, activation: 'NONE' } },
      { type: 'MEAN', inputs: [8, 9], outputs: [10], attrs: { keepDims: false } },
      { type: 'SOFTMAX', inputs: [10], outputs: [11], attrs: { beta: 1 } },
      { type: 'DEQUANTIZE', inputs: [11], outputs: [12], attrs: {} },
    ],
    inputs: [0],
    outputs: [12],
  };
}

/** A network of one RELU over a tensor of that shape and type. */
export function singleOperator(shape: number[], dtype: DType = 'float32'): Graph {
  return {
    name: 'main',
    tensors: [activation('x', shape, dtype), activation('y', shape, dtype)],
    ops: [{ type: 'RELU', inputs: [0], outputs: [1], attrs: {} }],
    inputs: [0],
    outputs: [1],
  };
}

/** A constant of zeros. */
export function zeros(dtype: DType, shape: number[]): Tensor {
  const bytes = new Uint8Array(elementCount(shape) * dtypeBytes(dtype));
  return constant('zeros', shape, dtype, dataFromBytes(dtype, bytes));
}
