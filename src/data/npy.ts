/** numpy's .npy files: one array each. */
import { basename } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { bytesOf, type DType, dataFromBytes, dtypeBytes, type TensorData } from '../graph/dtype.ts';
import { widenHalves } from '../graph/float16.ts';
import { elementCount } from '../graph/graph.ts';
import type { DataArray, DataFormat } from './data-array.ts';
import { formatNpyHeader, isNpy, type NpyHeader, parseNpyHeader } from './npy-header.ts';

/** numpy's type codes, without the byte order. */
const CODES: Readonly<Record<string, DType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

/** The type of the elements, and whether their bytes are in big-endian order. */
function elementType(descr: string): { dtype: DType; bigEndian: boolean } {
  const code = descr.slice(1);
  const dtype = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (!/^[<>|=]/.test(descr) || dtype === undefined) {
    const what = code.startsWith('O') ? 'Python objects' : `elements of type '${descr}'`;
    throw new Error(`it holds ${what}; save it as float32 or as integers`);
  }
  return { dtype, bigEndian: descr.startsWith('>') };
}

/** Reverses the bytes of each element. */
function swapBytes(bytes: Uint8Array, size: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) swapped[i] = bytes[i - (i % size) + size - 1 - (i % size)]!;
  return swapped;
}

/** Brings elements whose first index runs fastest into row-major order. */
function toRowMajor(bytes: Uint8Array, size: number, shape: readonly number[]): Uint8Array {
  const count = elementCount(shape);
  const result = new Uint8Array(bytes.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < count; to++) {
    for (let b = 0; b < size; b++) result[to * size + b] = bytes[from * size + b]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      from += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      from -= index[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

/** The elements, row-major. */
function readElements(header: NpyHeader, bytes: Uint8Array): { dtype: DType; data: TensorData } {
  const { dtype, bigEndian } = elementType(header.descr);
  const size = dtypeBytes(dtype);
  const expected = elementCount(header.shape) * size;
  const payload = bytes.subarray(header.dataStart);
  if (payload.length !== expected) {
    throw new Error(
      `an array of shape (${header.shape.join(', ')}) and type ${dtype} has ${expected} bytes, but ${payload.length} are there`,
    );
  }
  const ordered = bigEndian ? swapBytes(payload, size) : payload;
  const data = dataFromBytes(dtype, header.fortranOrder ? toRowMajor(ordered, size, header.shape) : ordered);
  return dtype === 'float16' ? { dtype: 'float32', data: widenHalves(data as Uint16Array) } : { dtype, data };
}

/**
 * Reads the array of a .npy file, versions 1 to 3, any byte order, C or Fortran order; row-major comes out.
 * Half-precision numbers are widened to float32.
 *
 * @param where the file, and which of its arrays, for messages
 * @throws TflqError('data') where the file is damaged or holds what is no numbers
 */
export function readNpy(bytes: Uint8Array, where: string): Omit<DataArray, 'name'> {
  try {
    const header = parseNpyHeader(bytes);
    return { shape: header.shape, ...readElements(header, bytes) };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new TflqError('data', `the array cannot be read: ${cause.message}`, {
      where,
      hint: 'Write it by numpy.save, as one array of numbers.',
      cause,
    });
  }
}

/**
 * Writes an array as a .npy file of version 1, as numpy.save does.
 *
 * @param array row-major elements, as many as the shape says
 */
export function writeNpy({ shape, dtype, data }: Omit<DataArray, 'name'>): Uint8Array {
  const code = Object.keys(CODES).find((key) => CODES[key] === dtype)!;
  if (data.length !== elementCount(shape) || data.BYTES_PER_ELEMENT !== dtypeBytes(dtype)) {
    throw new Error(
      `${data.length} elements of ${data.BYTES_PER_ELEMENT} bytes do not fit [${shape}] ${dtype}`,
    );
  }
  const descr = `${dtypeBytes(dtype) === 1 ? '|' : '<'}${code}`;
  return new Uint8Array(Buffer.concat([formatNpyHeader(descr, shape), bytesOf(data)]));
}

/** The format. */
export const npy: DataFormat = {
  name: '.npy',
  recognizes: isNpy,
  read: (bytes, fileName) => [{ name: basename(fileName, '.npy'), ...readNpy(bytes, fileName) }],
};
