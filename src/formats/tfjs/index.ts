/** Models of TensorFlow.js: a model.json, and its weights in files beside it. */
import type { ModelFormat } from '../model-format.ts';
import { withWhere } from '../support/with-where.ts';

/** Bytes among which a JSON text begins. */
const START = 64;

/** The format. */
export const tfjs: ModelFormat = {
  name: 'TensorFlow.js (model.json)',
  extensions: ['.json'],
  recognizes: (bytes) => /^\ufeff?\s*\{/.test(Buffer.from(bytes.subarray(0, START)).toString('utf8')),
  async read(bytes, fileName, options) {
    const { readTfjs } = await import('./read.ts');
    return withWhere(fileName, () => readTfjs(bytes, options));
  },
};
