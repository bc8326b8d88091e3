/** numpy's .npz files: zip archives of .npy files. */
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { TflqError } from '../common/errors.ts';
import type { DataArray, DataFormat } from './data-array.ts';
import { readNpy } from './npy.ts';

/** The most that an archive may unfold to. */
const LARGEST = 2 ** 30;

/** No deflate stream unfolds to more than this many times its size. */
const LARGEST_RATIO = 1032;

const ENDING = '.npy';

/** The entries that are arrays, after a look at what they claim to unfold to. */
function arraysWithin(limit: number): (entry: UnzipFileInfo) => boolean {
  let total = 0;
  return ({ name, size, originalSize }) => {
    if (!name.endsWith(ENDING)) return false;
    total += originalSize;
    if (total > limit) throw new Error(`it unfolds to more than ${limit / 2 ** 20} MiB`);
    if (originalSize > size * LARGEST_RATIO) throw new Error(`the size of its entry ${name} cannot be true`);
    return true;
  };
}

function unzip(bytes: Uint8Array, fileName: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: arraysWithin(LARGEST) });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new TflqError('data', `the archive cannot be read: ${cause.message}`, {
      where: fileName,
      hint: 'Write it again by numpy.savez or numpy.savez_compressed.',
      cause,
    });
  }
}

/** The format. */
export const npz: DataFormat = {
  name: '.npz',

  recognizes(bytes) {
    const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
    return magic === 'PK\x03\x04' || magic === 'PK\x05\x06';
  },

  read(bytes, fileName): DataArray[] {
    const entries = Object.entries(unzip(bytes, fileName));
    if (entries.length === 0) {
      throw new TflqError('data', 'the archive holds no arrays', {
        where: fileName,
        hint: 'Write it by numpy.savez, with at least one array.',
      });
    }
    return entries.map(([entry, content]) => {
      const name = entry.slice(0, -ENDING.length);
      return { name, ...readNpy(content, `${fileName}, array ${JSON.stringify(name)}`) };
    });
  },
};
