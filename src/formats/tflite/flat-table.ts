/**
 * Reading a FlatBuffers file that nobody vouches for. The library's ByteBuffer reads numbers and checks nothing;
 * here every offset is checked before it is followed, and what is decoded is limited by the file's own size, so
 * that a small file whose parts overlap cannot unfold into gigabytes.
 */
import { ByteBuffer } from 'flatbuffers';
import { TflqError } from '../../common/errors.ts';

/** A sound file is decoded once, byte for byte; tools that share equal parts take a little more. */
const DECODED_PER_BYTE = 4;

/** What a table costs besides its vectors, in bytes of that budget. */
const TABLE_COST = 16;

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** An error about a file that breaks the format's rules. The caller adds the file's name. */
export function damaged(what: string): TflqError {
  return new TflqError('model', `the model file is damaged: ${what}`, {
    hint: 'Download or export the model again; a transfer that was cut short does this.',
  });
}

/** The file's bytes and how much more may be decoded. */
class FlatSource {
  readonly buffer: ByteBuffer;
  readonly bytes: Uint8Array;
  #budget: number;

  constructor(bytes: Uint8Array) {
    this.buffer = new ByteBuffer(bytes);
    this.bytes = bytes;
    this.#budget = DECODED_PER_BYTE * bytes.length;
  }

  /** Makes sure that `size` bytes lie at `position`. */
  need(position: number, size: number, label: string): void {
    if (position < 0 || position + size > this.bytes.length) {
      throw damaged(`${label} points beyond the file's end`);
    }
  }

  spend(bytes: number): void {
    this.#budget -= bytes;
    if (this.#budget < 0) throw damaged('its parts overlap');
  }

  /** Follows the offset that is stored at `position`. */
  follow(position: number, label: string): number {
    const target = position + this.buffer.readUint32(position);
    this.need(target, 4, label);
    return target;
  }
}

/** A vector in the file: where its elements begin, and how many there are. */
interface FlatVector {
  readonly start: number;
  readonly length: number;
}

/** One table. Fields are read by their slot; an absent one gives the default. */
export class FlatTable {
  /** How messages call the table, e.g. `tensor 12`. */
  readonly label: string;
  readonly #source: FlatSource;
  readonly #position: number;
  readonly #vtable: number;
  readonly #vtableSize: number;
  readonly #size: number;

  private constructor(source: FlatSource, position: number, label: string) {
    source.spend(TABLE_COST);
    const { buffer } = source;
    source.need(position, 4, label);
    const vtable = position - buffer.readInt32(position);
    source.need(vtable, 4, label);
    const vtableSize = buffer.readUint16(vtable);
    const size = buffer.readUint16(vtable + 2);
    source.need(vtable, vtableSize, label);
    source.need(position, size, label);
    if (vtableSize < 4 || size < 4) throw damaged(`${label} has no valid layout`);
    this.label = label;
    this.#source = source;
    this.#position = position;
    this.#vtable = vtable;
    this.#vtableSize = vtableSize;
    this.#size = size;
  }

  /** The root table of a file of at least 8 bytes. */
  static root(bytes: Uint8Array, label: string): FlatTable {
    const source = new FlatSource(bytes);
    return new FlatTable(source, source.follow(0, label), label);
  }

  /** The position of a field of `bytes` bytes, or 0 where it is absent. */
  #field(slot: number, bytes: number): number {
    const entry = 4 + 2 * slot;
    if (entry + 2 > this.#vtableSize) return 0;
    const offset = this.#source.buffer.readUint16(this.#vtable + entry);
    if (offset === 0) return 0;
    if (offset < 4 || offset + bytes > this.#size)
      throw damaged(`${this.label} has a field outside of itself`);
    return this.#position + offset;
  }

  /** A bool. */
  bool(slot: number, absent: boolean): boolean {
    const at = this.#field(slot, 1);
    return at === 0 ? absent : this.#source.buffer.readUint8(at) !== 0;
  }

  /** An int8. */
  int8(slot: number, absent: number): number {
    const at = this.#field(slot, 1);
    return at === 0 ? absent : this.#source.buffer.readInt8(at);
  }

  /** A uint8, as the types of unions are. */
  uint8(slot: number, absent: number): number {
    const at = this.#field(slot, 1);
    return at === 0 ? absent : this.#source.buffer.readUint8(at);
  }

  /** An int32. */
  int32(slot: number, absent: number): number {
    const at = this.#field(slot, 4);
    return at === 0 ? absent : this.#source.buffer.readInt32(at);
  }

  /** A uint32. */
  uint32(slot: number, absent: number): number {
    const at = this.#field(slot, 4);
    return at === 0 ? absent : this.#source.buffer.readUint32(at);
  }

  /** A uint64. */
  uint64(slot: number, absent: bigint): bigint {
    const at = this.#field(slot, 8);
    return at === 0 ? absent : this.#source.buffer.readUint64(at);
  }

  /** A float32. */
  float32(slot: number, absent: number): number {
    const at = this.#field(slot, 4);
    return at === 0 ? absent : this.#source.buffer.readFloat32(at);
  }

  /** A table, or undefined where it is absent. */
  table(slot: number, label: string): FlatTable | undefined {
    const at = this.#field(slot, 4);
    return at === 0 ? undefined : new FlatTable(this.#source, this.#source.follow(at, label), label);
  }

  #vector(slot: number, elementBytes: number): FlatVector | undefined {
    const at = this.#field(slot, 4);
    if (at === 0) return undefined;
    const source = this.#source;
    const position = source.follow(at, this.label);
    const length = source.buffer.readUint32(position);
    const start = position + 4;
    source.need(start, length * elementBytes, this.label);
    return { start, length };
  }

  #numbers(slot: number, elementBytes: number, read: (position: number) => number): number[] {
    const vector = this.#vector(slot, elementBytes);
    if (vector === undefined) return [];
    this.#source.spend(vector.length * elementBytes);
    return Array.from({ length: vector.length }, (_, i) => read(vector.start + i * elementBytes));
  }

  /** A vector of tables; [] where it is absent. */
  tables(slot: number, label: (index: number) => string): FlatTable[] {
    const source = this.#source;
    return this.#numbers(slot, 4, (position) => position).map((position, index) => {
      const name = label(index);
      return new FlatTable(source, source.follow(position, name), name);
    });
  }

  /** A vector of int32; [] where it is absent. */
  int32s(slot: number): number[] {
    const { buffer } = this.#source;
    return this.#numbers(slot, 4, (position) => buffer.readInt32(position));
  }

  /** A vector of int64, as numbers (exact up to 2^53); [] where it is absent. */
  int64s(slot: number): number[] {
    const { buffer } = this.#source;
    return this.#numbers(slot, 8, (position) => Number(buffer.readInt64(position)));
  }

  /** A vector of float32; [] where it is absent. */
  float32s(slot: number): number[] {
    const { buffer } = this.#source;
    return this.#numbers(slot, 4, (position) => buffer.readFloat32(position));
  }

  /** True where the field is there. */
  has(slot: number): boolean {
    return this.#field(slot, 1) !== 0;
  }

  /** Counts `bytes` that the caller copies out of a view against the limit on what is decoded. */
  spend(bytes: number): void {
    this.#source.spend(bytes);
  }

  /** A vector of bytes, as a view into the file; undefined where it is absent. */
  bytes(slot: number): Uint8Array | undefined {
    const vector = this.#vector(slot, 1);
    return vector && this.#source.bytes.subarray(vector.start, vector.start + vector.length);
  }

  /** A string, '' where it is absent. Bytes that are no UTF-8 become U+FFFD. */
  string(slot: number): string {
    const bytes = this.bytes(slot);
    if (bytes === undefined) return '';
    this.#source.spend(bytes.length);
    return UTF8.decode(bytes);
  }
}
