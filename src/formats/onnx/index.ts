/** ONNX files: networks exported by PyTorch and others. */
import type { ModelFormat } from '../model-format.ts';
import { fieldsOf } from '../support/protobuf.ts';
import { readOnnx } from './read.ts';

/** Fields of ModelProto: the version of the format, and the network, as wire types. */
const IR_VERSION = { field: 1, wire: 0 } as const;
const GRAPH = { field: 7, wire: 2 } as const;

/** Fields that come before the network: a few texts. */
const FIELDS = 64;

function isOnnx(bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes, FIELDS);
  return fields.get(GRAPH.field) === GRAPH.wire && (fields.get(IR_VERSION.field) ?? 0) === IR_VERSION.wire;
}

/** The format, as src/formats/index.ts lists it. */
export const onnx: ModelFormat = {
  name: 'ONNX (.onnx)',
  extensions: ['.onnx'],
  recognizes: isOnnx,
  read: readOnnx,
};
