/** The messages of onnx.proto, with those of their fields that are read. */
import {
  BYTES,
  type Decoded,
  DOUBLE,
  FLOAT,
  INT32,
  INT64,
  many,
  message,
  one,
  STRING,
  UINT64,
} from '../support/protobuf.ts';

const STRING_PAIR = { key: one(STRING, 1), value: one(STRING, 2) };

const TENSOR = {
  dims: many(INT64, 1),
  dataType: one(INT32, 2),
  floatData: many(FLOAT, 4),
  int32Data: many(INT32, 5),
  int64Data: many(INT64, 7),
  name: one(STRING, 8),
  rawData: one(BYTES, 9),
  doubleData: many(DOUBLE, 10),
  uint64Data: many(UINT64, 11),
  externalData: many(message(STRING_PAIR), 13),
  dataLocation: one(INT32, 14),
};

/** Graphs within attributes (control flow) stay bytes: what has them is refused. */
const ATTRIBUTE = {
  name: one(STRING, 1),
  float: one(FLOAT, 2),
  int: one(INT64, 3),
  string: one(STRING, 4),
  tensor: one(message(TENSOR), 5),
  graph: one(BYTES, 6),
  floats: many(FLOAT, 7),
  ints: many(INT64, 8),
  strings: many(STRING, 9),
};

const NODE = {
  inputs: many(STRING, 1),
  outputs: many(STRING, 2),
  name: one(STRING, 3),
  opType: one(STRING, 4),
  attributes: many(message(ATTRIBUTE), 5),
  domain: one(STRING, 7),
};

const DIMENSION = { value: one(INT64, 1), parameter: one(STRING, 2) };
const SHAPE = { dims: many(message(DIMENSION), 1) };
const TENSOR_TYPE = { elementType: one(INT32, 1), shape: one(message(SHAPE), 2) };
const VALUE_INFO = { name: one(STRING, 1), type: one(message({ tensor: one(message(TENSOR_TYPE), 1) }), 2) };

const GRAPH = {
  nodes: many(message(NODE), 1),
  name: one(STRING, 2),
  initializers: many(message(TENSOR), 5),
  inputs: many(message(VALUE_INFO), 11),
  outputs: many(message(VALUE_INFO), 12),
  sparseInitializers: many(BYTES, 15),
};

/** ModelProto. */
export const MODEL = {
  irVersion: one(INT64, 1),
  graph: one(message(GRAPH), 7),
  opsets: many(message({ domain: one(STRING, 1), version: one(INT64, 2) }), 8),
  functions: many(message({ name: one(STRING, 1), domain: one(STRING, 10) }), 25),
};

export type ModelProto = Decoded<typeof MODEL>;
export type GraphProto = Decoded<typeof GRAPH>;
export type NodeProto = Decoded<typeof NODE>;
export type AttributeProto = Decoded<typeof ATTRIBUTE>;
export type TensorProto = Decoded<typeof TENSOR>;
export type ValueInfoProto = Decoded<typeof VALUE_INFO>;
