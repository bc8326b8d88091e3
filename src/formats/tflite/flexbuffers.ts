/**
 * FlexBuffers, as far as custom operators have their options in them: a map from names to whole numbers and truth values.
 *
 * The bytes of a map are: the names, each ended by a zero; the vector of their places; the vector of values, with one byte
 * a value behind it that says what it is; the place of that vector; what it is; how wide the place is. Places are
 * distances backwards, from where they stand. A vector has its length before its first element; a map's values have there,
 * before the length, the place of the names and how wide an element of theirs is.
 */
import { damaged } from './flat-table.ts';

/** A value's kind, in the upper six bits of its byte. The lower two are the binary logarithm of its bytes. */
const KIND = { int: 1, uint: 2, map: 9, bool: 26 } as const;

/** One entry. */
export interface FlexEntry {
  readonly key: string;
  readonly type: 'int32' | 'bool';
  readonly value: number;
}

/** Bytes of a map that nobody vouches for. */
class FlexReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #label: string;

  constructor(bytes: Uint8Array, label: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#label = label;
  }

  #fail(): never {
    throw damaged(`the options of ${this.#label} are no map of numbers`);
  }

  #need(at: number, width: number): void {
    if (!(at >= 0 && at + width <= this.#bytes.length)) this.#fail();
  }

  #unsigned(at: number, width: number): number {
    this.#need(at, width);
    if (width === 1) return this.#view.getUint8(at);
    if (width === 2) return this.#view.getUint16(at, true);
    return width === 4 ? this.#view.getUint32(at, true) : Number(this.#view.getBigUint64(at, true));
  }

  #signed(at: number, width: number): number {
    const bits = 8 * width;
    this.#need(at, width);
    if (bits === 64) return Number(this.#view.getBigInt64(at, true));
    return (this.#unsigned(at, width) << (32 - bits)) >> (32 - bits);
  }

  /** The place that the distance at `at` leads to. */
  #follow(at: number, width: number): number {
    return at - this.#unsigned(at, width);
  }

  #name(at: number): string {
    const end = this.#bytes.indexOf(0, Math.max(at, 0));
    if (at < 0 || end < 0) this.#fail();
    return Buffer.from(this.#bytes.subarray(at, end)).toString('utf8');
  }

  #value(at: number, width: number, kind: number): number | undefined {
    if (kind === KIND.int) return this.#signed(at, width);
    return kind === KIND.uint || kind === KIND.bool ? this.#unsigned(at, width) : undefined;
  }

  /** The map's numbers by their names; entries of other kinds are left out. */
  map(): Map<string, number> {
    const end = this.#bytes.length;
    const rootWidth = this.#unsigned(end - 1, 1);
    const root = this.#unsigned(end - 2, 1);
    if (![1, 2, 4, 8].includes(rootWidth) || root >> 2 !== KIND.map) this.#fail();
    const width = 1 << (root & 3);
    const values = this.#follow(end - 2 - rootWidth, rootWidth);
    const size = this.#unsigned(values - width, width);
    const keyWidth = this.#unsigned(values - 2 * width, width);
    const keys = this.#follow(values - 3 * width, width);
    if (![1, 2, 4, 8].includes(keyWidth) || size > end) this.#fail();
    const entries = new Map<string, number>();
    for (let i = 0; i < size; i++) {
      const kind = this.#unsigned(values + size * width + i, 1) >> 2;
      const value = this.#value(values + i * width, width, kind);
      const place = keys + i * keyWidth;
      if (value !== undefined) entries.set(this.#name(this.#follow(place, keyWidth)), value);
    }
    return entries;
  }
}

/**
 * The numbers of a map, by their names. Entries of other kinds are left out.
 *
 * @param label whose options they are, for messages
 * @throws TflqError('model') where the bytes are no map
 */
export function readFlexMap(bytes: Uint8Array, label: string): ReadonlyMap<string, number> {
  return new FlexReader(bytes, label).map();
}

/** The map with all numbers of one width, or undefined where that is too narrow. */
function writeWith(width: 1 | 2 | 4, entries: readonly FlexEntry[]): Uint8Array | undefined {
  const names = entries.map(({ key }) => Buffer.from(`${key}\0`, 'utf8'));
  const text = Buffer.concat(names);
  const count = entries.length;
  const keys = Math.ceil(text.length / width) * width + width;
  const values = keys + (count + 3) * width;
  const bytes = Buffer.alloc(values + count * width + count + width + 2);
  let fits = true;
  const put = (at: number, value: number): void => {
    const limit = 2 ** (8 * width);
    fits &&= value < limit && value >= -limit / 2;
    if (fits) bytes.writeUIntLE(value < 0 ? value + limit : value, at, width);
  };
  text.copy(bytes);
  put(keys - width, count);
  put(values - 3 * width, values - 3 * width - keys);
  put(values - 2 * width, width);
  put(values - width, count);
  const size = Math.log2(width);
  let start = 0;
  for (const [i, { type, value }] of entries.entries()) {
    const at = keys + i * width;
    put(at, at - start);
    start += names[i]!.length;
    put(values + i * width, value);
    // A signed number needs its sign's bit.
    if (type === 'int32') fits &&= value < 2 ** (8 * width - 1);
    bytes[values + count * width + i] = ((type === 'bool' ? KIND.bool : KIND.int) << 2) | size;
  }
  const root = values + count * width + count;
  put(root, root - values);
  bytes[root + width] = (KIND.map << 2) | size;
  bytes[root + width + 1] = width;
  return fits ? new Uint8Array(bytes) : undefined;
}

/** Writes a map. Its names are sorted, as readers expect them. */
export function writeFlexMap(entries: readonly FlexEntry[]): Uint8Array {
  const sorted = entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const bytes = writeWith(1, sorted) ?? writeWith(2, sorted) ?? writeWith(4, sorted);
  if (bytes === undefined) throw new Error('an option is no int32');
  return bytes;
}
