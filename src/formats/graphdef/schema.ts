/** GraphDef as a protocol buffer: the fields that are read, and how they become plain data. */
import {
  BOOL,
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
import type {
  AttrDef,
  FunctionDef,
  GraphDef,
  NodeDef,
  OpenShape,
  Port,
  Signature,
  TensorDef,
} from './graph-def.ts';

const DIM = { size: one(INT64, 1) };
const SHAPE = { dims: many(message(DIM), 2), unknownRank: one(BOOL, 3) };

const TENSOR = {
  type: one(INT32, 1),
  shape: one(message(SHAPE), 2),
  content: one(BYTES, 4),
  floats: many(FLOAT, 5),
  doubles: many(DOUBLE, 6),
  ints: many(INT32, 7),
  texts: many(STRING, 8),
  longs: many(INT64, 10),
  flags: many(BOOL, 11),
  halves: many(INT32, 13),
  unsigned: many(UINT64, 16),
  unsignedLongs: many(UINT64, 17),
};

const LIST = { texts: many(STRING, 2), ints: many(INT64, 3) };
const FUNCTION_NAME = { name: one(STRING, 1) };

const ATTR = {
  list: one(message(LIST), 1),
  text: one(STRING, 2),
  int: one(INT64, 3),
  float: one(FLOAT, 4),
  flag: one(BOOL, 5),
  type: one(INT32, 6),
  shape: one(message(SHAPE), 7),
  tensor: one(message(TENSOR), 8),
  func: one(message(FUNCTION_NAME), 10),
};

const NODE = {
  name: one(STRING, 1),
  op: one(STRING, 2),
  inputs: many(STRING, 3),
  attrs: many(message({ key: one(STRING, 1), value: one(message(ATTR), 2) }), 5),
};

const ARG = { name: one(STRING, 1) };
const FUNCTION = {
  signature: one(
    message({ name: one(STRING, 1), args: many(message(ARG), 2), results: many(message(ARG), 3) }),
    1,
  ),
  nodes: many(message(NODE), 3),
  ret: many(message({ key: one(STRING, 1), value: one(STRING, 2) }), 4),
};

/** GraphDef. */
export const GRAPH = {
  nodes: many(message(NODE), 1),
  library: one(message({ functions: many(message(FUNCTION), 1) }), 2),
};

const TENSOR_INFO = { name: one(STRING, 1), shape: one(message(SHAPE), 3) };
const PORTS = message({ key: one(STRING, 1), value: one(message(TENSOR_INFO), 2) });
const SIGNATURE = { inputs: many(PORTS, 1), outputs: many(PORTS, 2) };

/** SavedModel. */
export const SAVED_MODEL = {
  metaGraphs: many(
    message({
      info: one(message({ tags: many(STRING, 4) }), 1),
      graph: one(message(GRAPH), 2),
      saver: one(message({ restore: one(STRING, 3) }), 3),
      signatures: many(message({ key: one(STRING, 1), value: one(message(SIGNATURE), 2) }), 5),
    }),
    2,
  ),
};

function shapeOf(shape: Decoded<typeof SHAPE> | undefined): OpenShape {
  if (shape === undefined || shape.unknownRank === true) return undefined;
  return shape.dims.map(({ size = 0 }) => (size < 0 ? null : size));
}

function tensorOf(tensor: Decoded<typeof TENSOR>): TensorDef {
  const lists = [
    tensor.floats,
    tensor.doubles,
    tensor.ints,
    tensor.longs,
    tensor.flags.map(Number),
    tensor.halves,
    tensor.unsigned,
    tensor.unsignedLongs,
  ];
  return {
    type: tensor.type ?? 0,
    shape: (shapeOf(tensor.shape) ?? []).map((dim) => dim ?? -1),
    ...(tensor.content && tensor.content.length > 0 && { content: tensor.content }),
    values: lists.find((list) => list.length > 0) ?? [],
    texts: tensor.texts,
  };
}

function attrOf(attr: Decoded<typeof ATTR>): AttrDef {
  const { text, int, float, flag, type, list } = attr;
  return {
    ...{ text, int, float, flag, type, list },
    ...(attr.shape && { shape: { dims: shapeOf(attr.shape) } }),
    ...(attr.tensor && { tensor: tensorOf(attr.tensor) }),
    ...(attr.func && { func: attr.func.name ?? '' }),
  };
}

function nodeOf(node: Decoded<typeof NODE>): NodeDef {
  return {
    name: node.name ?? '',
    op: node.op ?? '',
    inputs: node.inputs,
    attrs: new Map(node.attrs.map(({ key = '', value }) => [key, value === undefined ? {} : attrOf(value)])),
  };
}

function functionOf({ signature, nodes, ret }: Decoded<typeof FUNCTION>): FunctionDef {
  const returned = new Map(ret.map(({ key = '', value = '' }) => [key, value]));
  return {
    name: signature?.name ?? '',
    args: signature?.args.map(({ name = '' }) => name) ?? [],
    results: signature?.results.map(({ name = '' }) => returned.get(name) ?? '') ?? [],
    nodes: nodes.map(nodeOf),
  };
}

/** A decoded GraphDef as plain data. */
export function graphOf({ nodes, library }: Decoded<typeof GRAPH>): GraphDef {
  return { nodes: nodes.map(nodeOf), functions: library?.functions.map(functionOf) ?? [] };
}

/** A map is in no order of its own: by name, as TensorFlow itself sorts them. */
function portsOf(ports: Decoded<typeof SIGNATURE>['inputs']): Port[] {
  return ports
    .map(({ key = '', value }) => ({ name: key, tensor: value?.name ?? '', shape: shapeOf(value?.shape) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A decoded signature as plain data. */
export function signatureOf({ inputs, outputs }: Decoded<typeof SIGNATURE>): Signature {
  return { inputs: portsOf(inputs), outputs: portsOf(outputs) };
}
