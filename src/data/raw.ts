/** Raw files: the numbers of one sample after the other, little-endian, and nothing else. */
import { TflqError } from '../common/errors.ts';
import { type DType, dataFromBytes, dtypeBytes } from '../graph/dtype.ts';
import { widenHalves } from '../graph/float16.ts';
import { elementCount, type Tensor } from '../graph/graph.ts';
import type { DataArray } from './data-array.ts';

/** The element types that a raw file can be said to hold. */
export const RAW_TYPES = [
  'float32',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'float16',
  'float64',
] as const satisfies readonly DType[];

/** True for a raw file, which only its name tells. */
export function isRaw(fileName: string): boolean {
  return /\.(?:bin|raw)$/i.test(fileName);
}

/**
 * Reads a raw file: as many samples as there are.
 *
 * @param dtype the type of the numbers, which the file does not tell
 * @param input whose shape a sample has
 * @throws TflqError('data') where bytes are left over; 'usage' where the type was not said
 */
export function readRaw(
  bytes: Uint8Array,
  fileName: string,
  dtype: DType | undefined,
  input: Tensor,
): DataArray {
  if (dtype === undefined) {
    throw new TflqError('usage', 'a raw file does not tell the type of its numbers', {
      where: `--data ${fileName}`,
      hint: `Add --data-type, which is one of ${RAW_TYPES.join(', ')}.`,
    });
  }
  const size = elementCount(input.shape) * dtypeBytes(dtype);
  const rest = bytes.length % size;
  if (rest > 0 || bytes.length === 0) {
    const found = bytes.length === 0 ? 'the file is empty' : `${rest} bytes are left over`;
    throw new TflqError(
      'data',
      `${found}: a sample is ${elementCount(input.shape)} × ${dtype}, ${size} bytes`,
      {
        where: fileName,
        hint: `The model's input takes [${input.shape.join(', ')}]. Check --data-type, and that the file has no header.`,
      },
    );
  }
  const sample = input.shape[0] === 1 ? input.shape.slice(1) : input.shape;
  const data = dataFromBytes(dtype, bytes);
  return {
    name: 'x',
    shape: [bytes.length / size, ...sample],
    ...(dtype === 'float16' ? { dtype: 'float32', data: widenHalves(data as Uint16Array) } : { dtype, data }),
  };
}
