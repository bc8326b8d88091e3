/** TensorFlow's element types by their numbers in DataType, and how their elements are stored. */
import { widenHalves } from '../../graph/float16.ts';
import type { ElementType, Numbers } from '../onnx/element-types.ts';

/** How a type's elements are read. */
interface Stored {
  readonly name: string;
  /** What they are once read: narrow floats are widened. */
  readonly type: ElementType;
  readonly bytes: number;
  /** True where single numbers in the file are bit patterns. */
  readonly patterns?: true;
  /** Reads elements. The bytes are a copy, whose buffer is its own. */
  read(buffer: ArrayBuffer, count: number): Numbers;
}

/** The number of the type of texts. */
export const TEXT_TYPE = 7;

function plain(
  name: ElementType,
  bytes: number,
  array: new (buffer: ArrayBuffer, offset: number, length: number) => Numbers,
): Stored {
  return { name, type: name, bytes, read: (buffer, count) => new array(buffer, 0, count) };
}

function wide(name: 'int64' | 'uint64', array: typeof BigInt64Array | typeof BigUint64Array): Stored {
  return {
    name,
    type: name,
    bytes: 8,
    read: (buffer, count) => Float64Array.from(new array(buffer, 0, count), Number),
  };
}

const HALF: Stored = {
  name: 'float16',
  type: 'float32',
  bytes: 2,
  patterns: true,
  read: (buffer, count) => widenHalves(new Uint16Array(buffer, 0, count)),
};

const BFLOAT16: Stored = {
  name: 'bfloat16',
  type: 'float32',
  bytes: 2,
  patterns: true,
  read(buffer, count) {
    const halves = new Uint16Array(buffer, 0, count);
    return new Float32Array(Uint32Array.from(halves, (half) => half * 2 ** 16).buffer);
  },
};

const TYPES: ReadonlyMap<number, Stored> = new Map([
  [1, plain('float32', 4, Float32Array)],
  [2, plain('float64', 8, Float64Array)],
  [3, plain('int32', 4, Int32Array)],
  [4, plain('uint8', 1, Uint8Array)],
  [5, plain('int16', 2, Int16Array)],
  [6, plain('int8', 1, Int8Array)],
  [9, wide('int64', BigInt64Array)],
  [10, plain('bool', 1, Uint8Array)],
  [14, BFLOAT16],
  [17, plain('uint16', 2, Uint16Array)],
  [19, HALF],
  [22, plain('uint32', 4, Uint32Array)],
  [23, wide('uint64', BigUint64Array)],
]);

/** Types that can be named, but not read. */
const OTHERS: ReadonlyMap<number, string> = new Map([
  [TEXT_TYPE, 'string'],
  [8, 'complex64'],
  [11, 'qint8'],
  [12, 'quint8'],
  [13, 'qint32'],
  [15, 'qint16'],
  [16, 'quint16'],
  [18, 'complex128'],
  [20, 'resource'],
  [21, 'variant'],
]);

/** Numbers of the types by the names that they have in JSON. */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  [
    ...['FLOAT', 'DOUBLE', 'INT32', 'UINT8', 'INT16', 'INT8', 'STRING', 'COMPLEX64', 'INT64', 'BOOL'],
    ...['QINT8', 'QUINT8', 'QINT32', 'BFLOAT16', 'QINT16', 'QUINT16', 'UINT16', 'COMPLEX128', 'HALF'],
    ...['RESOURCE', 'VARIANT', 'UINT32', 'UINT64'],
  ].map((name, k) => [`DT_${name}`, k + 1]),
);

/** How elements of that type are stored; undefined where they cannot be read. */
export function storedType(number: number): Stored | undefined {
  return TYPES.get(number);
}

/** What messages call a type. */
export function typeName(number: number): string {
  return TYPES.get(number)?.name ?? OTHERS.get(number) ?? `number ${number}`;
}

/** The number of the type of that name, e.g. `DT_FLOAT`; 0 where there is none. */
export function typeNumber(name: string): number {
  return NUMBERS.get(name) ?? 0;
}
