/** The elements of attributes and datasets. */
import { widenHalves } from '../../../graph/float16.ts';
import { damaged, type Hdf5Source, NOWHERE, unsupported } from './cursor.ts';
import type { Datatype } from './types.ts';

/** Objects of one heap of long texts; a sound file has some thousands. */
const MOST_HEAP_OBJECTS = 100_000;

/** The long texts of a file, which lie in heaps. */
export class LongTexts {
  readonly #source: Hdf5Source;
  /** Heaps that were read, by address: where the objects lie. */
  readonly #heaps = new Map<number, ReadonlyMap<number, Uint8Array>>();

  constructor(source: Hdf5Source) {
    this.#source = source;
  }

  /** Reads the text that 16 bytes (length, address of a heap, number in it) refer to. */
  read(reference: Uint8Array): string {
    const source = this.#source;
    const cursor = source.at(reference.byteOffset - source.bytes.byteOffset, 'a reference to text');
    const length = cursor.u32();
    const address = cursor.address();
    const index = cursor.u32();
    if (length === 0 || address === NOWHERE || address === 0) return '';
    const object = this.#heap(address).get(index);
    if (object === undefined || object.length < length) throw damaged('a text is missing from its heap');
    const text = object.subarray(0, length);
    const zero = text.indexOf(0);
    return Buffer.from(zero < 0 ? text : text.subarray(0, zero)).toString('utf8');
  }

  #heap(address: number): ReadonlyMap<number, Uint8Array> {
    const known = this.#heaps.get(address);
    if (known !== undefined) return known;
    const head = this.#source.at(address, 'a heap of texts');
    head.expect('GCOL');
    head.skip(4);
    const size = head.length();
    const cursor = head.part(size - 8 - this.#source.lengthSize);
    const objects = new Map<number, Uint8Array>();
    const headSize = 8 + this.#source.lengthSize;
    while (cursor.left >= headSize && objects.size < MOST_HEAP_OBJECTS) {
      const index = cursor.u16();
      if (index === 0) break;
      cursor.skip(6);
      const length = cursor.length();
      objects.set(index, cursor.bytes(length));
      cursor.skip(Math.min(cursor.left, (8 - (length % 8)) % 8));
    }
    this.#heaps.set(address, objects);
    return objects;
  }
}

function fixedText(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return Buffer.from(zero < 0 ? bytes : bytes.subarray(0, zero)).toString('utf8');
}

/** Decodes texts, of which `bytes` holds `count`. */
export function decodeTexts(type: Datatype, bytes: Uint8Array, count: number, texts: LongTexts): string[] {
  return Array.from({ length: count }, (_, k) => {
    const element = bytes.subarray(k * type.size, (k + 1) * type.size);
    return type.kind === 'text' ? fixedText(element) : texts.read(element);
  });
}

/** How one number of a type is read. */
function numberReader(type: Datatype): (view: DataView, at: number) => number {
  if (type.kind === 'float') {
    if (type.size === 4) return (view, at) => view.getFloat32(at, !type.isBig);
    if (type.size === 8) return (view, at) => view.getFloat64(at, !type.isBig);
    return (view, at) => widenHalves(Uint16Array.of(view.getUint16(at, !type.isBig)))[0]!;
  }
  if (type.kind !== 'integer') throw unsupported(`${type.kind === 'other' ? type.name : 'text'} for numbers`);
  const { size, isSigned, isBig } = type;
  if (size === 1) return (view, at) => (isSigned ? view.getInt8(at) : view.getUint8(at));
  if (size === 2) return (view, at) => (isSigned ? view.getInt16(at, !isBig) : view.getUint16(at, !isBig));
  if (size === 4) return (view, at) => (isSigned ? view.getInt32(at, !isBig) : view.getUint32(at, !isBig));
  return (view, at) => Number(isSigned ? view.getBigInt64(at, !isBig) : view.getBigUint64(at, !isBig));
}

/** Decodes numbers into float32, of which `bytes` holds `count`. */
export function decodeFloats(type: Datatype, bytes: Uint8Array, count: number): Float32Array {
  if (type.kind === 'float' && type.size === 4 && !type.isBig) {
    // Not slice(): of a Buffer, that is no copy.
    return new Float32Array(Uint8Array.from(bytes.subarray(0, count * 4)).buffer);
  }
  const read = numberReader(type);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { size } = type;
  return Float32Array.from({ length: count }, (_, k) => read(view, k * size));
}
