/** What the elements of a model's constants are, and how files store them. */
import type { DType } from '../../../graph/dtype.ts';
import { widenHalves } from '../../../graph/float16.ts';

/** Arrays that hold a constant's elements. 64-bit integers are held as float64, which is exact to 2^53. */
export type Numbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** What a constant's elements are, once read: narrow floats are widened, 2 and 4 bits too. */
export type ElementType = Exclude<DType, 'float16'>;

/** How a type is stored. */
export interface StoredType {
  /** What it is once read. */
  readonly type: ElementType;
  /** Bits of an element. */
  readonly bits: number;
  /** True where its elements, listed as integers, are bit patterns and not values. */
  readonly patterns?: true;
  /** Reads elements, little-endian, from the buffer's beginning; the buffer may become the elements' own. */
  read(buffer: ArrayBuffer, count: number): Numbers;
}

type ArrayOf = new (buffer: ArrayBuffer, offset: number, length: number) => Numbers;

const ARRAYS: Readonly<Record<ElementType, ArrayOf & (new (length: number) => Numbers)>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: Float64Array,
  uint64: Float64Array,
  bool: Uint8Array,
};

/** An array of numbers for a type. */
export function numbersFor(type: ElementType, length: number): Numbers {
  return new ARRAYS[type](length);
}

/** True for types of real numbers. */
export function isReal(type: ElementType): boolean {
  return type === 'float32' || type === 'float64';
}

function plain(type: ElementType, bits: number): StoredType {
  return { type, bits, read: (buffer, count) => new ARRAYS[type](buffer, 0, count) };
}

/** 64-bit integers as doubles. */
function wide(type: 'int64' | 'uint64', array: typeof BigInt64Array | typeof BigUint64Array): StoredType {
  return { type, bits: 64, read: (buffer, count) => Float64Array.from(new array(buffer, 0, count), Number) };
}

/** Numbers of 2 or 4 bits, the low ones of a byte first. */
function packed(type: 'int8' | 'uint8', bits: 2 | 4): StoredType {
  const perByte = 8 / bits;
  return {
    type,
    bits,
    patterns: true,
    read(buffer, count) {
      const bytes = new Uint8Array(buffer);
      const result = numbersFor(type, count);
      for (let i = 0; i < count; i++) {
        const pattern = (bytes[Math.floor(i / perByte)]! >> ((i % perByte) * bits)) & (2 ** bits - 1);
        result[i] = type === 'int8' && pattern >= 2 ** (bits - 1) ? pattern - 2 ** bits : pattern;
      }
      return result;
    },
  };
}

/** All types that can be read, by the names that this project has for them. */
export const STORED = {
  float32: plain('float32', 32),
  float64: plain('float64', 64),
  int8: plain('int8', 8),
  uint8: plain('uint8', 8),
  int16: plain('int16', 16),
  uint16: plain('uint16', 16),
  int32: plain('int32', 32),
  uint32: plain('uint32', 32),
  int64: wide('int64', BigInt64Array),
  uint64: wide('uint64', BigUint64Array),
  bool: plain('bool', 8),
  float16: {
    type: 'float32',
    bits: 16,
    patterns: true,
    read: (buffer, count) => widenHalves(new Uint16Array(buffer, 0, count)),
  },
  bfloat16: {
    type: 'float32',
    bits: 16,
    patterns: true,
    read: (buffer, count) =>
      new Float32Array(Uint32Array.from(new Uint16Array(buffer, 0, count), (half) => half * 2 ** 16).buffer),
  },
  int4: packed('int8', 4),
  uint4: packed('uint8', 4),
  int2: packed('int8', 2),
  uint2: packed('uint8', 2),
} as const satisfies Readonly<Record<string, StoredType>>;
