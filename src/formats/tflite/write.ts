/** Writes a graph as a .tflite file that TFLite Micro and TensorFlow Lite load. */
import { createHash } from 'node:crypto';
import { bytesOf, type TensorData } from '../../graph/dtype.ts';
import type { Attributes, Graph, Op, QuantParams, Tensor } from '../../graph/graph.ts';
import { type AnyOpDef, OpNode, opDef } from '../../ops/index.ts';
import type { MapField } from '../../ops/support/options-map.ts';
import type { OptionField } from '../../ops/support/options-table.ts';
import { PLACEHOLDER } from './builtin-operators.ts';
import { FlatBuilder, type FlatField } from './flat-builder.ts';
import { writeFlexMap } from './flexbuffers.ts';
import {
  BUFFER,
  BUFFER_ALIGNMENT,
  FILE_IDENTIFIER,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  QUANTIZATION,
  SCHEMA_VERSION,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPE_RESOURCE,
  tensorTypeOf,
} from './schema.ts';

const DESCRIPTION = 'tflq-micro';

/** Whoever reads options by their bytes may take numbers of eight out of them. */
const CUSTOM_ALIGNMENT = 8;

function offset(slot: number, value: number): FlatField {
  return { slot, type: 'offset', value };
}

function int32(slot: number, value: number, absent = 0): FlatField {
  return { slot, type: 'int32', value, default: absent };
}

function int8(slot: number, value: number, absent = 0): FlatField {
  return { slot, type: 'int8', value, default: absent };
}

/** The file's buffers: number 0 is empty, for activations; equal constants share one. */
class BufferPool {
  readonly contents: Uint8Array[] = [];
  readonly #byHash = new Map<string, number>();
  readonly #byData = new Map<TensorData, number>();

  /** The number of the buffer that holds the constant. */
  numberOf(data: TensorData): number {
    const known = this.#byData.get(data);
    if (known !== undefined) return known;
    const bytes = bytesOf(data);
    const hash = createHash('sha256').update(bytes).digest('base64');
    const number = this.#byHash.get(hash) ?? this.contents.push(bytes);
    this.#byHash.set(hash, number);
    this.#byData.set(data, number);
    return number;
  }
}

/** The file's operator codes: one an operator, with the highest version that one of its operations needs. */
class OperatorCodes {
  readonly versions = new Map<AnyOpDef, number>();

  /** The number of the operator's code. */
  numberOf(def: AnyOpDef, version: number): number {
    this.versions.set(def, Math.max(version, this.versions.get(def) ?? 1));
    return [...this.versions.keys()].indexOf(def);
  }
}

function writeQuantization(builder: FlatBuilder, quant: QuantParams): number {
  const scale = builder.float32s(quant.scale);
  const zeroPoint = builder.int64s(quant.zeroPoint);
  return builder.table([
    offset(QUANTIZATION.scale, scale),
    offset(QUANTIZATION.zeroPoint, zeroPoint),
    int32(QUANTIZATION.quantizedDimension, quant.axis),
  ]);
}

/** The handle to a variable, whose value has no place in a file. */
function writeHandle(builder: FlatBuilder, { name }: Tensor): number {
  const label = builder.createString(name);
  const shape = builder.int32s([]);
  return builder.table([
    offset(TENSOR.shape, shape),
    int8(TENSOR.type, TENSOR_TYPE_RESOURCE),
    offset(TENSOR.name, label),
    { slot: TENSOR.hasRank, type: 'bool', value: true, default: false },
  ]);
}

function writeTensor(builder: FlatBuilder, tensor: Tensor, buffers: BufferPool): number {
  if (tensor.isHandle) return writeHandle(builder, tensor);
  const { data, quant, shape } = tensor;
  const quantization = quant === undefined ? 0 : writeQuantization(builder, quant);
  const name = builder.createString(tensor.name);
  const dims = builder.int32s(shape);
  return builder.table([
    offset(TENSOR.shape, dims),
    int8(TENSOR.type, tensorTypeOf(tensor.dtype)),
    int32(TENSOR.buffer, data === undefined || data.length === 0 ? 0 : buffers.numberOf(data)),
    offset(TENSOR.name, name),
    offset(TENSOR.quantization, quantization),
    { slot: TENSOR.isVariable, type: 'bool', value: tensor.isVariable ?? false, default: false },
    { slot: TENSOR.hasRank, type: 'bool', value: true, default: false },
  ]);
}

function optionField(builder: FlatBuilder, field: OptionField<unknown>, value: unknown): FlatField {
  const { slot } = field;
  switch (field.type) {
    case 'bool':
      return { slot, type: 'bool', value: Boolean(value), default: field.default };
    case 'enum':
      return int8(slot, field.values.indexOf(value), field.values.indexOf(field.default));
    case 'string':
      return offset(slot, builder.createString(String(value)));
    case 'int32[]':
      return offset(slot, builder.int32s(value as readonly number[]));
    default:
      return { slot, type: field.type, value: Number(value), default: field.default };
  }
}

/** The options of a custom operator: its map, or the bytes that were in the file. */
function customOptions(def: AnyOpDef, attrs: Attributes): Uint8Array | undefined {
  const { options } = def.tflite;
  if (options === null || !('entries' in options)) return attrs.customOptions as Uint8Array | undefined;
  const entries = Object.entries(options.entries) as [string, MapField][];
  return writeFlexMap(
    entries.map(([name, { key, type, default: absent }]) => ({
      key,
      type,
      value: Number(attrs[name] ?? absent),
    })),
  );
}

function writeOptions(builder: FlatBuilder, def: AnyOpDef, attrs: Attributes): FlatField[] {
  const { custom, options } = def.tflite;
  if (custom !== undefined) {
    const bytes = customOptions(def, attrs);
    if (bytes === undefined || bytes.length === 0) return [];
    return [offset(OPERATOR.customOptions, builder.alignedBytes(bytes, CUSTOM_ALIGNMENT))];
  }
  if (options === null || !('fields' in options)) return [];
  const fields = Object.entries(options.fields).map(([name, field]) =>
    optionField(builder, field as OptionField<unknown>, attrs[name] ?? field.default),
  );
  return [
    int8(OPERATOR.builtinOptionsType, options.union),
    offset(OPERATOR.builtinOptions, builder.table(fields)),
  ];
}

function writeOperator(
  builder: FlatBuilder,
  graph: Graph,
  op: Op,
  index: number,
  codes: OperatorCodes,
): number {
  const def = opDef(op.type, index);
  const code = codes.numberOf(def, def.tflite.version(new OpNode(graph, op, index)));
  const options = writeOptions(builder, def, op.attrs);
  const inputs = builder.int32s(op.inputs.filter((input) => !graph.tensors[input]?.isInner));
  const outputs = builder.int32s(op.outputs);
  const intermediates = op.intermediates === undefined ? 0 : builder.int32s(op.intermediates);
  return builder.table([
    int32(OPERATOR.opcodeIndex, code),
    offset(OPERATOR.inputs, inputs),
    offset(OPERATOR.outputs, outputs),
    ...options,
    offset(OPERATOR.intermediates, intermediates),
  ]);
}

function writeOperatorCode(builder: FlatBuilder, { tflite }: AnyOpDef, version: number): number {
  const { code, custom } = tflite;
  return builder.table([
    offset(OPERATOR_CODE.customCode, custom === undefined ? 0 : builder.createString(custom)),
    int8(OPERATOR_CODE.deprecatedBuiltinCode, Math.min(code, PLACEHOLDER)),
    int32(OPERATOR_CODE.version, version, 1),
    int32(OPERATOR_CODE.builtinCode, code),
  ]);
}

function writeSubgraph(
  builder: FlatBuilder,
  graph: Graph,
  buffers: BufferPool,
  codes: OperatorCodes,
): number {
  // State that is an operator's own comes last: leaving it out changes no index.
  const shared = graph.tensors.filter(({ isInner }) => !isInner);
  const tensors = builder.tables(shared.map((tensor) => writeTensor(builder, tensor, buffers)));
  const operators = builder.tables(graph.ops.map((op, k) => writeOperator(builder, graph, op, k, codes)));
  const inputs = builder.int32s(graph.inputs);
  const outputs = builder.int32s(graph.outputs);
  const name = builder.createString(graph.name);
  return builder.table([
    offset(SUBGRAPH.tensors, tensors),
    offset(SUBGRAPH.inputs, inputs),
    offset(SUBGRAPH.outputs, outputs),
    offset(SUBGRAPH.operators, operators),
    offset(SUBGRAPH.name, name),
  ]);
}

function writeBuffers(builder: FlatBuilder, contents: readonly Uint8Array[]): number {
  const vectors = contents.map((bytes) => builder.alignedBytes(bytes, BUFFER_ALIGNMENT));
  const tables = [0, ...vectors].map((vector) => builder.table([offset(BUFFER.data, vector)]));
  return builder.tables(tables);
}

/**
 * Writes a graph as a .tflite file. Tensor indices stay as they are; equal constants are stored once; the same
 * graph gives the same bytes. Constants that were read from 4 bits are written as int8.
 *
 * @throws TflqError('model') where the graph holds an operator that src/ops does not know
 */
export function writeTflite(graph: Graph): Uint8Array {
  const builder = new FlatBuilder();
  const buffers = new BufferPool();
  const codes = new OperatorCodes();
  const subgraphs = [graph, ...(graph.subgraphs ?? [])].map((one) =>
    writeSubgraph(builder, one, buffers, codes),
  );
  const operatorCodes = [...codes.versions].map(([def, version]) => writeOperatorCode(builder, def, version));
  const fields = [
    int32(MODEL.version, SCHEMA_VERSION),
    offset(MODEL.operatorCodes, builder.tables(operatorCodes)),
    offset(MODEL.subgraphs, builder.tables(subgraphs)),
    offset(MODEL.description, builder.createString(DESCRIPTION)),
    offset(MODEL.buffers, writeBuffers(builder, buffers.contents)),
  ];
  builder.finish(builder.table(fields), FILE_IDENTIFIER);
  return builder.asUint8Array().slice();
}
