/** Where the elements of a dataset lie: in its header, in one piece, or in chunks. */
import { type Cursor, damaged, type Hdf5Source, NOWHERE, unsupported } from './cursor.ts';
import { type Filter, unfilter } from './filters.ts';

/** The whole of a dataset that is to be read. */
export interface Extent {
  readonly shape: readonly number[];
  readonly elementSize: number;
  /** All its bytes. */
  readonly bytes: number;
  readonly filters: readonly Filter[];
}

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;

const MOST_LEVELS = 16;

/** Reads the bytes of a dataset by its layout message. */
export function readLayout(source: Hdf5Source, cursor: Cursor, extent: Extent): Uint8Array {
  const version = cursor.u8();
  if (version !== 3 && version !== 4) throw unsupported(`a dataset's layout of version ${version}`);
  const kind = cursor.u8();
  if (kind === COMPACT) return exactly(cursor.bytes(cursor.u16()), extent);
  if (kind === CONTIGUOUS) {
    const address = cursor.address();
    if (address === NOWHERE) return new Uint8Array(extent.bytes);
    return source.at(address, 'the elements of a dataset').bytes(extent.bytes);
  }
  if (kind === CHUNKED && version === 3) return readChunks(source, cursor, extent);
  if (kind === CHUNKED) {
    throw unsupported(
      'weights in chunks of the newest storage form',
      "Save the model again without h5py's libver='latest'.",
    );
  }
  throw unsupported(
    'weights that lie in other files (a virtual dataset)',
    'Copy the model into one file of its own (h5repack).',
  );
}

function exactly(bytes: Uint8Array, extent: Extent): Uint8Array {
  if (bytes.length < extent.bytes) throw damaged('the elements of a dataset are cut short');
  return bytes;
}

/** A dataset in chunks that a B-tree finds. */
function readChunks(source: Hdf5Source, cursor: Cursor, extent: Extent): Uint8Array {
  const dimensions = cursor.u8();
  const { shape, elementSize } = extent;
  if (dimensions !== shape.length + 1) throw damaged('the chunks of a dataset have other dimensions than it');
  const tree = cursor.address();
  const chunk = shape.map(() => cursor.u32());
  if (cursor.u32() !== elementSize) throw damaged('the chunks of a dataset have elements of another size');
  const size = chunk.reduce((product, dim) => product * dim, elementSize);
  // Chunks may be larger than the dataset, but not much.
  if (chunk.some((dim) => dim < 1) || size > 64 * extent.bytes + 2 ** 20) {
    throw damaged('the chunks of a dataset are beyond all bounds');
  }
  const reader = new ChunkReader(source, extent, chunk, size);
  if (tree !== NOWHERE) reader.node(tree, 0);
  return reader.result;
}

class ChunkReader {
  readonly result: Uint8Array;
  readonly #source: Hdf5Source;
  readonly #extent: Extent;
  readonly #chunk: readonly number[];
  readonly #size: number;
  /** How many chunks the dataset has, at most. */
  #left: number;

  constructor(source: Hdf5Source, extent: Extent, chunk: readonly number[], size: number) {
    this.#source = source;
    this.#extent = extent;
    this.#chunk = chunk;
    this.#size = size;
    this.result = new Uint8Array(extent.bytes);
    this.#left = extent.shape.reduce((product, dim, d) => product * Math.ceil(dim / chunk[d]!), 1);
  }

  node(address: number, level: number): void {
    if (level > MOST_LEVELS) throw damaged('a dataset has a tree without an end');
    const cursor = this.#source.at(address, 'the tree of a dataset');
    cursor.expect('TREE');
    if (cursor.u8() !== 1) throw damaged('a dataset has a tree of another kind');
    const height = cursor.u8();
    const entries = cursor.u16();
    cursor.address();
    cursor.address();
    for (let k = 0; k < entries; k++) {
      const [stored, mask] = [cursor.u32(), cursor.u32()];
      const origin = this.#chunk.map(() => cursor.uint(8));
      cursor.uint(8);
      const child = cursor.address();
      if (height > 0) this.node(child, level + 1);
      else this.#chunkAt(origin, this.#source.at(child, 'a chunk of a dataset').bytes(stored), mask);
    }
  }

  #chunkAt(origin: readonly number[], stored: Uint8Array, mask: number): void {
    this.#left -= 1;
    if (this.#left < 0) throw damaged('a dataset has chunks without an end');
    const { shape, filters, elementSize } = this.#extent;
    if (origin.some((at, d) => at % this.#chunk[d]! !== 0 || at >= shape[d]!)) {
      throw damaged('a chunk lies outside of its dataset');
    }
    const bytes = unfilter(stored, filters, mask, this.#size, elementSize);
    this.#copy(origin, bytes, 0, 0, 0);
  }

  /** Copies what of dimension `d` and those after it lies within the dataset. */
  #copy(origin: readonly number[], bytes: Uint8Array, d: number, from: number, to: number): void {
    const { shape, elementSize } = this.#extent;
    if (d === shape.length) {
      this.result.set(bytes.subarray(from * elementSize, (from + 1) * elementSize), to * elementSize);
      return;
    }
    const start = origin[d]!;
    const count = Math.min(this.#chunk[d]!, shape[d]! - start);
    if (d === shape.length - 1) {
      const [source, target] = [from * this.#chunk[d]!, to * shape[d]! + start];
      this.result.set(
        bytes.subarray(source * elementSize, (source + count) * elementSize),
        target * elementSize,
      );
      return;
    }
    for (let k = 0; k < count; k++) {
      this.#copy(origin, bytes, d + 1, from * this.#chunk[d]! + k, to * shape[d]! + start + k);
    }
  }
}
