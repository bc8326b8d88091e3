/** TensorFlow's element types by their numbers in DataType. */
import { STORED, type StoredType } from '../support/constants/element-types.ts';

/** The number of the type of texts. */
export const TEXT_TYPE = 7;

const TYPES: ReadonlyMap<number, keyof typeof STORED> = new Map([
  [1, 'float32'],
  [2, 'float64'],
  [3, 'int32'],
  [4, 'uint8'],
  [5, 'int16'],
  [6, 'int8'],
  [9, 'int64'],
  [10, 'bool'],
  [14, 'bfloat16'],
  [17, 'uint16'],
  [19, 'float16'],
  [22, 'uint32'],
  [23, 'uint64'],
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
export function storedType(number: number): StoredType | undefined {
  const name = TYPES.get(number);
  return name && STORED[name];
}

/** What messages call a type. */
export function typeName(number: number): string {
  return TYPES.get(number) ?? OTHERS.get(number) ?? `number ${number}`;
}

/** The number of the type of that name, e.g. `DT_FLOAT`; 0 where there is none. */
export function typeNumber(name: string): number {
  return NUMBERS.get(name) ?? 0;
}
