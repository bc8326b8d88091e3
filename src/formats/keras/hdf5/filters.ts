/** What was done to the chunks of a dataset when it was written, and how it is undone. */
import { inflateSync } from 'node:zlib';
import { type Cursor, damaged, unsupported } from './cursor.ts';

/** A filter, by its number in the HDF Group's list. */
export interface Filter {
  readonly id: number;
  /** Its parameters. */
  readonly values: readonly number[];
}

const DEFLATE = 1;
const SHUFFLE = 2;
const CHECKSUM = 3;

const NAMES: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'n-bit',
  6: 'scale-offset',
  32000: 'LZF',
  32001: 'Blosc',
  32004: 'LZ4',
  32013: 'ZFP',
  32015: 'Zstandard',
};

const MOST_FILTERS = 32;

/** Reads a filter pipeline message: the filters in the order in which they were applied. */
export function readFilters(cursor: Cursor): Filter[] {
  const version = cursor.u8();
  if (version !== 1 && version !== 2) throw unsupported(`a list of filters of version ${version}`);
  const count = cursor.u8();
  if (count > MOST_FILTERS) throw damaged(`a dataset has ${count} filters`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameLength = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const valueCount = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    const values = Array.from({ length: valueCount }, () => cursor.u32());
    if (version === 1 && valueCount % 2 === 1) cursor.skip(4);
    return { id, values };
  });
}

function inflate(bytes: Uint8Array, size: number): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: size });
  } catch {
    throw damaged('a compressed chunk cannot be unfolded to its size');
  }
}

/** Puts bytes together that were sorted by their place in the element. */
function unshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  const result = Uint8Array.from(bytes);
  for (let k = 0; k < count * elementSize; k++) {
    result[(k % count) * elementSize + Math.floor(k / count)] = bytes[k]!;
  }
  return result;
}

/**
 * Undoes the filters of one chunk.
 *
 * @param mask bit k is set where filter k was left out
 * @param size bytes of a whole chunk
 * @param elementSize bytes of an element
 */
export function unfilter(
  bytes: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  size: number,
  elementSize: number,
): Uint8Array {
  let current = bytes;
  for (let k = filters.length - 1; k >= 0; k--) {
    if ((mask & (1 << k)) !== 0) continue;
    const { id, values } = filters[k]!;
    // A checksum may follow what is inflated.
    if (id === DEFLATE) current = inflate(current, size + 4);
    else if (id === SHUFFLE) current = unshuffle(current, Math.max(1, values[0] ?? elementSize));
    else if (id === CHECKSUM) current = current.subarray(0, Math.max(0, current.length - 4));
    else {
      throw unsupported(
        `weights compressed by ${NAMES[id] ?? `filter ${id}`}`,
        'Write the file again without compression, or with gzip (h5repack -f GZIP=4).',
      );
    }
  }
  if (current.length < size) throw damaged('a chunk is too short');
  return current;
}
