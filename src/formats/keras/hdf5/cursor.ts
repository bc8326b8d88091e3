/**
 * Reading an HDF5 file that nobody vouches for: every offset and length is checked before it is followed. What a
 * reader may do beyond that is limited by budgets, so that a small file cannot ask for much time or memory.
 */
import { TflqError } from '../../../common/errors.ts';

/** An error about a file that breaks the format's rules. The caller adds the file's name. */
export function damaged(what: string): TflqError {
  return new TflqError('model', `the HDF5 file is damaged: ${what}`, {
    hint: 'Copy or save the model again; a transfer that was cut short does this.',
  });
}

/** An error about what the format has and this reader does not take. */
export function unsupported(
  what: string,
  hint = 'Save the model again by model.save() of Keras.',
): TflqError {
  return new TflqError('model', `the HDF5 file holds ${what}, which is not supported`, { hint });
}

/** What the addresses of things that are not there look like. */
export const NOWHERE = -1;

/** Parts of the file (blocks, messages, chunks) that may be read; a sound file has far fewer. */
const MOST_PARTS = 200_000;

/** The file, and how many more of its parts may be read. */
export class Hdf5Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Bytes of an address, as the superblock says. */
  addressSize = 8;
  /** Bytes of a length, as the superblock says. */
  lengthSize = 8;
  #parts = MOST_PARTS;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Begins to read a part of the file. */
  at(offset: number, label: string): Cursor {
    this.#parts -= 1;
    if (this.#parts < 0) throw damaged('its parts refer to each other without an end');
    return new Cursor(this, offset, this.bytes.length, label);
  }
}

/** A place in the file that moves on as it is read. Numbers are little-endian. */
export class Cursor {
  readonly #source: Hdf5Source;
  readonly #end: number;
  readonly label: string;
  /** Offset from the file's start. */
  position: number;

  constructor(source: Hdf5Source, position: number, end: number, label: string) {
    this.#source = source;
    this.#end = end;
    this.label = label;
    this.position = position;
    if (!(position >= 0 && position <= end)) throw damaged(`${label} lies beyond the file's end`);
  }

  get left(): number {
    return this.#end - this.position;
  }

  /** The next `length` bytes as a cursor of their own; this one moves behind them. */
  part(length: number, label = this.label): Cursor {
    const start = this.#take(length);
    return new Cursor(this.#source, start, start + length, label);
  }

  u8(): number {
    return this.#source.view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#source.view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#source.view.getUint32(this.#take(4), true);
  }

  /** An unsigned number of 1 to 8 bytes; those beyond 2^53 are no size or address of anything. */
  uint(size: number): number {
    const start = this.#take(size);
    let value = 0;
    for (let k = size - 1; k >= 0; k--) value = value * 256 + this.#source.bytes[start + k]!;
    if (!Number.isSafeInteger(value)) throw damaged(`${this.label} holds a number beyond all bounds`);
    return value;
  }

  /** A length, of the size that the superblock gives. */
  length(): number {
    return this.uint(this.#source.lengthSize);
  }

  /** An address, or NOWHERE. */
  address(): number {
    const size = this.#source.addressSize;
    const start = this.#take(size);
    if (this.#source.bytes.subarray(start, start + size).every((byte) => byte === 0xff)) return NOWHERE;
    this.position = start;
    return this.uint(size);
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#source.bytes.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** Reads a signature of four letters. */
  expect(signature: string): void {
    const found = Buffer.from(this.bytes(signature.length)).toString('latin1');
    if (found !== signature) throw damaged(`${this.label} does not begin with ${signature}`);
  }

  /** Text up to its first zero byte, or all that is left. */
  text(): string {
    const rest = this.#source.bytes.subarray(this.position, this.#end);
    const zero = rest.indexOf(0);
    const length = zero < 0 ? rest.length : zero;
    this.position += Math.min(rest.length, length + 1);
    return Buffer.from(rest.subarray(0, length)).toString('utf8');
  }

  #take(length: number): number {
    const start = this.position;
    if (!(length >= 0 && start + length <= this.#end)) throw damaged(`${this.label} is cut short`);
    this.position += length;
    return start;
  }
}
