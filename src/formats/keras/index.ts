/** Keras's model files: .keras of Keras 3, and .h5 of Keras 2 and 3. */

import type { ModelFormat } from '../model-format.ts';
import { withWhere } from '../support/with-where.ts';

/** The first bytes of a zip archive. */
const ZIP = [0x50, 0x4b, 3, 4];
/** The first bytes of an HDF5 file. */
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The format. */
export const keras: ModelFormat = {
  name: 'Keras (.keras, .h5)',
  extensions: ['.keras', '.h5', '.hdf5'],
  recognizes: (bytes) => [ZIP, HDF5].some((magic) => magic.every((byte, k) => bytes[k] === byte)),
  async read(bytes, fileName, options) {
    const { readKeras } = await import('./read.ts');
    return withWhere(fileName, () => readKeras(bytes, options));
  },
};
