/**
 * Fractal heaps: where large groups keep the descriptions of their members. A heap is one block, or a table of blocks
 * whose rows double in size, and whose late rows are tables again.
 */
import { bytesFor } from './b-tree.ts';
import { type Cursor, damaged, type Hdf5Source, unsupported } from './cursor.ts';

const MOST_LEVELS = 16;

/** A heap's header. */
interface Header {
  readonly width: number;
  readonly startSize: number;
  readonly largestDirect: number;
  /** Bytes of an offset within the heap. */
  readonly offsetSize: number;
  /** Bytes of an object's length. */
  readonly lengthSize: number;
  readonly root: number;
  /** Rows of the root, where it is a table; 0 where it is a block. */
  readonly rows: number;
}

function readHeader(source: Hdf5Source, address: number): Header {
  const cursor = source.at(address, 'a heap');
  cursor.expect('FRHP');
  cursor.skip(3);
  if (cursor.u16() !== 0) throw unsupported('a compressed heap');
  cursor.skip(1);
  const largestObject = cursor.u32();
  cursor.length();
  cursor.address();
  cursor.length();
  cursor.address();
  for (let k = 0; k < 8; k++) cursor.length();
  const width = cursor.u16();
  const [startSize, largestDirect] = [cursor.length(), cursor.length()];
  const bits = cursor.u16();
  cursor.skip(2);
  const root = cursor.address();
  const rows = cursor.u16();
  const isPower = (size: number): boolean => size >= 1 && Number.isInteger(Math.log2(size));
  if (width < 1 || !isPower(startSize) || !isPower(largestDirect) || bits < 8 || bits > 64 || rows > 64) {
    throw damaged('a heap has sizes that cannot be true');
  }
  const offsetSize = Math.ceil(bits / 8);
  const lengthSize = Math.min(Math.ceil(Math.log2(largestDirect) / 8), bytesFor(largestObject));
  return { width, startSize, largestDirect, offsetSize, lengthSize, root, rows };
}

/** Managed objects lie in the heap's blocks; others (tiny ones, huge ones) do not occur as descriptions of members. */
const MANAGED = 0;

/** Finds objects of a heap. */
export class Heap {
  readonly #source: Hdf5Source;
  readonly #header: Header;

  constructor(source: Hdf5Source, address: number) {
    this.#source = source;
    this.#header = readHeader(source, address);
  }

  /** Opens the object with that identifier. */
  open(identifier: Cursor): Cursor {
    if (((identifier.u8() >> 4) & 3) !== MANAGED) throw unsupported('a heap with very large objects');
    const offset = identifier.uint(this.#header.offsetSize);
    const length = identifier.uint(this.#header.lengthSize);
    return this.#source.at(this.#find(offset), 'an object of a heap').part(length);
  }

  /** The place in the file of an offset within the heap. */
  #find(offset: number): number {
    const { root, rows } = this.#header;
    return rows === 0 ? root + offset : this.#inTable(root, offset, 0);
  }

  #inTable(address: number, offset: number, level: number): number {
    if (level > MOST_LEVELS) throw damaged('a heap has tables without an end');
    const { width, startSize, largestDirect, offsetSize } = this.#header;
    const rowSize = startSize * width;
    const row = offset < rowSize ? 0 : Math.floor(Math.log2(offset / rowSize)) + 1;
    const blockSize = row === 0 ? startSize : startSize * 2 ** (row - 1);
    const within = offset - (row === 0 ? 0 : rowSize * 2 ** (row - 1));
    const column = Math.floor(within / blockSize);
    const cursor = this.#source.at(address, 'a table of a heap');
    cursor.expect('FHIB');
    cursor.skip(1 + this.#source.addressSize + offsetSize);
    cursor.skip((row * width + column) * this.#source.addressSize);
    const child = cursor.address();
    const rest = within - column * blockSize;
    return blockSize <= largestDirect ? child + rest : this.#inTable(child, rest, level + 1);
  }
}
