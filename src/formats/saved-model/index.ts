/** SavedModels of TensorFlow: a folder of saved_model.pb and variables. */
import type { ModelFormat } from '../model-format.ts';
import { fieldsOf } from '../support/protobuf.ts';
import { withWhere } from '../support/with-where.ts';

/** Fields of SavedModel: the version of its format, and its graphs, as wire types. */
const VERSION = { field: 1, wire: 0 } as const;
const GRAPHS = { field: 2, wire: 2 } as const;

/** The format. */
export const savedModel: ModelFormat = {
  name: 'TensorFlow SavedModel (folder)',
  extensions: ['saved_model.pb'],
  recognizes(bytes) {
    const fields = fieldsOf(bytes, 16);
    const isKnown = [...fields.keys()].every((field) => field === VERSION.field || field === GRAPHS.field);
    return isKnown && fields.get(VERSION.field) === VERSION.wire && fields.get(GRAPHS.field) === GRAPHS.wire;
  },
  async read(bytes, fileName, options) {
    const { readSavedModel } = await import('./read.ts');
    return withWhere(fileName, () => readSavedModel(bytes, options));
  },
};
