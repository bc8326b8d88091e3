/** Datatypes and dataspaces: what the elements of an array are, and how many. */
import { type Cursor, damaged, unsupported } from './cursor.ts';

/** What one element is. */
export type Datatype =
  | { readonly kind: 'integer'; readonly size: number; readonly isBig: boolean; readonly isSigned: boolean }
  | { readonly kind: 'float'; readonly size: number; readonly isBig: boolean }
  /** Text in a field of fixed size. */
  | { readonly kind: 'text'; readonly size: number }
  /** Text of any length, which lies elsewhere in the file. */
  | { readonly kind: 'long-text'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly name: string };

const CLASS_NAMES = [
  'integers',
  'floats',
  'times',
  'text',
  'bit fields',
  'opaque bytes',
  'records',
  'references',
  'enumerations',
  'lists of any length',
  'arrays',
];
const ENUMERATION = 8;
const VARIABLE = 9;

/** Places and sizes of the IEEE formats' exponent and fraction, by the element's size in bytes. */
const IEEE: Readonly<Record<number, readonly number[]>> = {
  2: [10, 5, 0, 10],
  4: [23, 8, 0, 23],
  8: [52, 11, 0, 52],
};

/** The properties of floats: only IEEE's are taken. */
function readFloat(cursor: Cursor, size: number, bits: number): Datatype {
  cursor.skip(4);
  const layout = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (String(layout) !== String(IEEE[size])) return { kind: 'other', size, name: 'unusual floats' };
  if ((bits & 0x40) !== 0) return { kind: 'other', size, name: 'floats of the VAX' };
  return { kind: 'float', size, isBig: (bits & 1) !== 0 };
}

/** Reads a datatype message. */
export function readDatatype(cursor: Cursor): Datatype {
  const kind = cursor.u8() & 15;
  const bits = cursor.uint(3);
  const size = cursor.u32();
  if (size < 1) throw damaged('a datatype has no size');
  switch (kind) {
    case 0:
      if (![1, 2, 4, 8].includes(size)) return { kind: 'other', size, name: `integers of ${size} bytes` };
      return { kind: 'integer', size, isBig: (bits & 1) !== 0, isSigned: (bits & 8) !== 0 };
    case 1:
      return readFloat(cursor, size, bits);
    case 3:
      return { kind: 'text', size };
    case ENUMERATION: {
      // Truth values of h5py are an enumeration of bytes.
      const base = readBase(cursor);
      return base.kind === 'integer' ? base : { kind: 'other', size, name: CLASS_NAMES[ENUMERATION]! };
    }
    case VARIABLE:
      if ((bits & 15) === 1) return { kind: 'long-text', size };
      return { kind: 'other', size, name: CLASS_NAMES[VARIABLE]! };
    default:
      return { kind: 'other', size, name: CLASS_NAMES[kind] ?? `a type of class ${kind}` };
  }
}

/** An enumeration's base, which cannot be an enumeration again. */
function readBase(cursor: Cursor): Datatype {
  const kind = cursor.u8() & 15;
  const bits = cursor.uint(3);
  const size = cursor.u32();
  if (kind !== 0 || ![1, 2, 4, 8].includes(size)) return { kind: 'other', size, name: 'enumerations' };
  return { kind: 'integer', size, isBig: (bits & 1) !== 0, isSigned: (bits & 8) !== 0 };
}

/** Dimensions that arrays in HDF5 files have at most. */
const MOST_DIMENSIONS = 32;

/** Reads a dataspace message: the dimensions; [] for one value, undefined for none at all. */
export function readDataspace(cursor: Cursor): readonly number[] | undefined {
  const version = cursor.u8();
  if (version !== 1 && version !== 2) throw unsupported(`a dataspace of version ${version}`);
  const rank = cursor.u8();
  if (rank > MOST_DIMENSIONS) throw damaged(`an array has ${rank} dimensions`);
  cursor.skip(1);
  const type = cursor.u8();
  if (version === 2 && type === 2) return undefined;
  if (version === 1) cursor.skip(4);
  return Array.from({ length: rank }, () => cursor.length());
}
