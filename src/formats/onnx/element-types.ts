/** The element types of ONNX tensors, by their numbers in TensorProto.DataType, and how their elements are stored. */
import { widenHalves } from '../../graph/float16.ts';

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
export type ElementType =
  | 'float32'
  | 'float64'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

/** How a type of ONNX is read. */
interface Stored {
  readonly name: string;
  readonly type: ElementType;
  /** Bits that an element has in `raw_data`. */
  readonly bits: number;
  /** Reads `raw_data`. The bytes are a copy, whose buffer is its own. */
  read(bytes: Uint8Array, count: number): Numbers;
  /** The list that holds the elements where there is no `raw_data`. */
  readonly list: 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data';
  /** True where the list's numbers are bit patterns of that many bits, not values. */
  readonly patterns?: true;
}

/** An array of numbers for a type. */
export function numbersFor(type: ElementType, length: number): Numbers {
  switch (type) {
    case 'float32':
      return new Float32Array(length);
    case 'float64':
    case 'int64':
    case 'uint64':
      return new Float64Array(length);
    case 'int8':
      return new Int8Array(length);
    case 'uint8':
    case 'bool':
      return new Uint8Array(length);
    case 'int16':
      return new Int16Array(length);
    case 'uint16':
      return new Uint16Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'uint32':
      return new Uint32Array(length);
  }
}

/** True for types of real numbers. */
export function isReal(type: ElementType): boolean {
  return type === 'float32' || type === 'float64';
}

function plain(
  name: string,
  type: ElementType,
  bits: number,
  list: Stored['list'],
  array: NumbersFrom,
): Stored {
  return { name, type, bits, list, read: (bytes, count) => new array(bytes.buffer, 0, count) };
}
type NumbersFrom = new (buffer: ArrayBufferLike, offset: number, length: number) => Numbers;

/** Numbers of 2 or 4 bits, the low ones of a byte first. */
function packed(name: string, type: 'int8' | 'uint8', bits: 2 | 4): Stored {
  const perByte = 8 / bits;
  return {
    name,
    type,
    bits,
    list: 'int32Data',
    patterns: true,
    read(bytes, count) {
      const result = numbersFor(type, count);
      for (let i = 0; i < count; i++) {
        const pattern = (bytes[Math.floor(i / perByte)]! >> ((i % perByte) * bits)) & (2 ** bits - 1);
        result[i] = type === 'int8' && pattern >= 2 ** (bits - 1) ? pattern - 2 ** bits : pattern;
      }
      return result;
    },
  };
}

/** 64-bit integers as doubles. */
function wide(name: 'int64' | 'uint64'): Stored {
  const array = name === 'int64' ? BigInt64Array : BigUint64Array;
  return {
    name,
    type: name,
    bits: 64,
    list: name === 'int64' ? 'int64Data' : 'uint64Data',
    read: (bytes, count) => Float64Array.from(new array(bytes.buffer as ArrayBuffer, 0, count), Number),
  };
}

const FLOAT16: Stored = {
  name: 'float16',
  type: 'float32',
  bits: 16,
  list: 'int32Data',
  patterns: true,
  read: (bytes, count) => widenHalves(new Uint16Array(bytes.buffer as ArrayBuffer, 0, count)),
};

const BFLOAT16: Stored = {
  name: 'bfloat16',
  type: 'float32',
  bits: 16,
  list: 'int32Data',
  patterns: true,
  read(bytes, count) {
    const halves = new Uint16Array(bytes.buffer as ArrayBuffer, 0, count);
    return new Float32Array(Uint32Array.from(halves, (half) => half * 2 ** 16).buffer);
  },
};

const TYPES: ReadonlyMap<number, Stored> = new Map([
  [1, plain('float', 'float32', 32, 'floatData', Float32Array)],
  [2, plain('uint8', 'uint8', 8, 'int32Data', Uint8Array)],
  [3, plain('int8', 'int8', 8, 'int32Data', Int8Array)],
  [4, plain('uint16', 'uint16', 16, 'int32Data', Uint16Array)],
  [5, plain('int16', 'int16', 16, 'int32Data', Int16Array)],
  [6, plain('int32', 'int32', 32, 'int32Data', Int32Array)],
  [7, wide('int64')],
  [9, plain('bool', 'bool', 8, 'int32Data', Uint8Array)],
  [10, FLOAT16],
  [11, plain('double', 'float64', 64, 'doubleData', Float64Array)],
  [12, plain('uint32', 'uint32', 32, 'uint64Data', Uint32Array)],
  [13, wide('uint64')],
  [16, BFLOAT16],
  [21, packed('uint4', 'uint8', 4)],
  [22, packed('int4', 'int8', 4)],
  [25, packed('uint2', 'uint8', 2)],
  [26, packed('int2', 'int8', 2)],
]);

/** Types that have no counterpart on a microcontroller. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [8, 'string'],
  [14, 'complex64'],
  [15, 'complex128'],
  [17, 'float8e4m3fn'],
  [18, 'float8e4m3fnuz'],
  [19, 'float8e5m2'],
  [20, 'float8e5m2fnuz'],
  [23, 'float4e2m1'],
  [24, 'float8e8m0'],
]);

/** How elements of the type of that number are stored; undefined where they cannot be read. */
export function storedType(number: number): Stored | undefined {
  return TYPES.get(number);
}

/** What messages call the type of that number. */
export function typeName(number: number): string {
  return TYPES.get(number)?.name ?? REFUSED.get(number) ?? `number ${number}`;
}
