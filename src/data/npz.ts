/** numpy's .npz files: zip archives of .npy files. */
import { TflqError } from '../common/errors.ts';
import { isZip, unzip } from '../common/unzip.ts';
import type { DataArray, DataFormat } from './data-array.ts';
import { readNpy } from './npy.ts';

/** The most that an archive may unfold to. */
const LARGEST = 2 ** 30;

const ENDING = '.npy';

function arraysOf(bytes: Uint8Array, fileName: string): Map<string, Uint8Array> {
  try {
    return unzip(bytes, (name) => name.endsWith(ENDING), LARGEST);
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

  recognizes: isZip,

  read(bytes, fileName): DataArray[] {
    const entries = [...arraysOf(bytes, fileName)];
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
