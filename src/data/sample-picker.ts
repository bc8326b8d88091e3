/** Takes single samples out of an array, in the type that an input wants. */
import { TflqError } from '../common/errors.ts';
import { type DType, dataFromBytes, dtypeBytes, type TensorData } from '../graph/dtype.ts';
import { elementCount, type Tensor } from '../graph/graph.ts';
import type { DataArray } from './data-array.ts';

const FLOATS: ReadonlySet<DType> = new Set(['float16', 'float32', 'float64']);

/** The range of the integer types that an input without quantization can have. */
const RANGES: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  bool: [0, 1],
};

/** Integers of one type as integers of another, e.g. numpy's int64 as the int32 that a network takes. */
function convertIntegers(data: TensorData, input: Tensor, first: number, fileName: string): TensorData {
  const [min, max] = RANGES[input.dtype]!;
  const result = dataFromBytes(input.dtype, new Uint8Array(data.length * dtypeBytes(input.dtype)));
  data.forEach((value: number | bigint, i: number) => {
    const number = Number(value);
    if (number < min || number > max) {
      throw new TflqError('data', `sample ${first} holds ${value}; the input takes ${input.dtype}`, {
        where: fileName,
        hint: `The input has no quantization parameters: it takes integers from ${min} to ${max}.`,
      });
    }
    result[i] = number;
  });
  return result;
}

/**
 * Gives a function that takes sample `k` out of an array.
 *
 * @param array fits the input: its first axis counts the samples, and each has as many elements as the input
 * @returns a function of k: the input's own integer type where the array has it, float32 otherwise
 * @throws TflqError('data') where an input that takes no real values is given some
 */
export function samplePicker(array: DataArray, input: Tensor, fileName: string): (k: number) => TensorData {
  const size = elementCount(input.shape);
  const slice = (k: number): TensorData => array.data.subarray(k * size, (k + 1) * size);
  if (array.dtype === input.dtype) return slice;
  const takesReal = FLOATS.has(input.dtype) || input.quant !== undefined;
  if (takesReal) return (k) => Float32Array.from(slice(k) as ArrayLike<number | bigint>, Number);
  if (FLOATS.has(array.dtype) || RANGES[input.dtype] === undefined) {
    throw new TflqError('data', `the data is ${array.dtype}, but the model's input takes ${input.dtype}`, {
      where: fileName,
      hint: `The input has no quantization parameters, so real values mean nothing to it: save the data as ${input.dtype}.`,
    });
  }
  return (k) => convertIntegers(slice(k), input, k, fileName);
}
