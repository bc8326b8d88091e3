/**
 * The table format of LevelDB, in which TensorFlow keeps the index of saved tensors: blocks of keys and values in
 * order, each key without what it has in common with the one before; an index block that says where the others lie;
 * and a footer that says where the index lies.
 */
import { TflqError } from '../../common/errors.ts';

const FOOTER = 48;
/** The last 8 bytes, little-endian. */
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
/** After each block: how it is compressed, and a checksum. */
const TRAILER = 5;
const MOST_ENTRIES = 200_000;
const MOST_KEY = 2 ** 12;

function damaged(what: string): TflqError {
  return new TflqError('model', `the index of the model's variables is damaged: ${what}`, {
    hint: 'Copy the whole SavedModel folder again.',
  });
}

/** Reads variable-length integers. */
class Cursor {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw damaged('a number does not end');
  }

  take(length: number): Uint8Array {
    const start = this.at;
    this.at += length;
    if (this.at > this.#bytes.length) throw damaged('it ends early');
    return this.#bytes.subarray(start, this.at);
  }
}

/** The entries of a block, in order. */
function* entriesOf(block: Uint8Array): Generator<[key: Uint8Array, value: Uint8Array]> {
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  if (block.length < 4) throw damaged('a block is too short');
  const restarts = view.getUint32(block.length - 4, true);
  const end = block.length - 4 - 4 * restarts;
  if (end < 0) throw damaged('a block is too short');
  const cursor = new Cursor(block.subarray(0, end));
  let key: Uint8Array = new Uint8Array();
  while (cursor.at < end) {
    const [shared, own, length] = [cursor.varint(), cursor.varint(), cursor.varint()];
    if (shared > key.length || shared + own > MOST_KEY) throw damaged('a key is too long');
    key = Uint8Array.from([...key.subarray(0, shared), ...cursor.take(own)]);
    yield [key, cursor.take(length)];
  }
}

/** The block that a handle refers to. */
function blockAt(file: Uint8Array, cursor: Cursor): Uint8Array {
  const [offset, size] = [cursor.varint(), cursor.varint()];
  if (offset + size + TRAILER > file.length) throw damaged('a block lies beyond its end');
  if (file[offset + size] !== 0) throw damaged('it is compressed, which TensorFlow does not do');
  return file.subarray(offset, offset + size);
}

/**
 * All keys and values of a table.
 *
 * @throws TflqError('model') where it is damaged
 */
export function readTable(file: Uint8Array): Map<string, Uint8Array> {
  const footer = file.subarray(-FOOTER);
  if (footer.length < FOOTER || !MAGIC.every((byte, k) => footer[FOOTER - 8 + k] === byte)) {
    throw damaged('it does not end as such a file does');
  }
  const handles = new Cursor(footer);
  // Where a block of statistics lies: of no interest.
  handles.varint();
  handles.varint();
  const result = new Map<string, Uint8Array>();
  let blocks = 0;
  for (const [, handle] of entriesOf(blockAt(file, handles))) {
    blocks += 1;
    for (const [key, value] of entriesOf(blockAt(file, new Cursor(handle)))) {
      result.set(Buffer.from(key).toString('utf8'), value);
      if (result.size > MOST_ENTRIES) throw damaged('it has too many entries');
    }
    if (blocks > MOST_ENTRIES) throw damaged('it has too many blocks');
  }
  return result;
}
