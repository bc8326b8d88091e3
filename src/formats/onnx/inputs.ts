/** The inputs of an ONNX network: their shapes, once every dimension is known, and the layout that they get. */
import { TflqError } from '../../common/errors.ts';
import type { ReadOptions } from '../model-format.ts';
import { isReal } from '../support/constants/element-types.ts';
import type { GraphBuilder } from '../support/graph-builder.ts';
import { inputShape, type OpenShape } from '../support/input-shape.ts';
import { storedType, typeName } from './element-types.ts';
import type { GraphProto, NodeProto, ValueInfoProto } from './schema.ts';
import { type Activation, activation, channelsLast, identity } from './values.ts';

/** Operators that have channels as dimension 1 of their first input. */
const SPATIAL: ReadonlySet<string> = new Set([
  'AveragePool',
  'BatchNormalization',
  'Conv',
  'ConvInteger',
  'ConvTranspose',
  'DepthToSpace',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'InstanceNormalization',
  'MaxPool',
  'QLinearAveragePool',
  'QLinearConv',
  'QLinearGlobalAveragePool',
  'Resize',
  'SpaceToDepth',
  'Upsample',
]);

/** Operators whose result has the dimensions of their inputs. */
const FOLLOWED: ReadonlySet<string> = new Set([
  'Abs',
  'Add',
  'Cast',
  'Clip',
  'Concat',
  'DequantizeLinear',
  'Div',
  'Dropout',
  'Elu',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'Identity',
  'LeakyRelu',
  'Max',
  'Mean',
  'Min',
  'Mul',
  'Neg',
  'PRelu',
  'Pad',
  'Pow',
  'QLinearAdd',
  'QLinearMul',
  'QuantizeLinear',
  'Relu',
  'Sigmoid',
  'Slice',
  'Split',
  'Sqrt',
  'Sub',
  'Sum',
  'Tanh',
]);

/** The nodes that read each name. */
export type Readers = ReadonlyMap<string, readonly NodeProto[]>;

/** Finds the readers of every name. */
export function readersOf(nodes: readonly NodeProto[]): Readers {
  const readers = new Map<string, NodeProto[]>();
  for (const node of nodes) {
    for (const name of new Set(node.inputs)) {
      const list = readers.get(name);
      if (list === undefined) readers.set(name, [node]);
      else list.push(node);
    }
  }
  return readers;
}

/**
 * The names that lie in one layout with the input or output of an operator that has channels before height and width.
 * Operators that keep dimensions as they are carry the layout from name to name, in both directions.
 */
export function spatialNames(graph: GraphProto): ReadonlySet<string> {
  const computed = new Set(
    graph.nodes.flatMap(({ opType, outputs }) => (opType === 'Constant' ? [] : outputs)),
  );
  for (const { name } of graph.inputs) computed.add(name ?? '');
  for (const { name } of graph.initializers) computed.delete(name ?? '');
  const carriers = new Map<string, Set<readonly string[]>>();
  const found = new Set<string>();
  for (const { opType = '', inputs, outputs } of graph.nodes) {
    if (SPATIAL.has(opType)) for (const name of [inputs[0] ?? '', ...outputs]) found.add(name);
    if (!FOLLOWED.has(opType)) continue;
    const together = [...inputs, ...outputs].filter((name) => computed.has(name));
    for (const name of together) {
      if (!carriers.has(name)) carriers.set(name, new Set());
      carriers.get(name)!.add(together);
    }
  }
  const followed = new Set<readonly string[]>();
  for (const name of found) {
    for (const together of carriers.get(name) ?? []) {
      if (followed.has(together)) continue;
      followed.add(together);
      for (const other of together) found.add(other);
    }
  }
  return found;
}

function fail(name: string, message: string, hint?: string): TflqError {
  return new TflqError(
    'model',
    `input ${JSON.stringify(name)} ${message}`,
    hint === undefined ? {} : { hint },
  );
}

/** The shape that the file gives, undefined where it gives none. */
function declared({ type }: ValueInfoProto): OpenShape | undefined {
  return type?.tensor?.shape?.dims.map(({ value }) => (value !== undefined && value > 0 ? value : null));
}

/** The element type of an input's tensor. Integers that are only made real numbers are real numbers from the start. */
function typeOf({ name = '', type }: ValueInfoProto, readers: Readers): 'float32' | 'int32' | 'bool' {
  const number = type?.tensor?.elementType ?? 0;
  const stored = storedType(number)?.type;
  if (stored === undefined) throw fail(name, `is of the type ${typeName(number)}, which cannot be taken`);
  if (isReal(stored)) return 'float32';
  if (stored === 'bool') return 'bool';
  const uses = readers.get(name) ?? [];
  if (uses.length > 0 && uses.every(({ opType }) => opType === 'Cast')) return 'float32';
  if (stored === 'int32' || stored === 'int64') return 'int32';
  throw fail(
    name,
    `is of the type ${typeName(number)}, which stands for real numbers that the file does not tell`,
    'Export the model with float inputs, before their QuantizeLinear.',
  );
}

/**
 * Adds the inputs of a network to the builder. Those that lie in one layout with a convolution or pool get channels
 * as their last dimension.
 *
 * @param infos the inputs that are no initializers
 * @param spatial the names that have channels as dimension 1
 * @throws TflqError('model') where a dimension is open, or the type cannot be taken
 */
export function addInputs(
  builder: GraphBuilder,
  infos: readonly ValueInfoProto[],
  readers: Readers,
  spatial: ReadonlySet<string>,
  inputShapes: ReadOptions['inputShapes'],
): Map<string, Activation> {
  const values = new Map<string, Activation>();
  for (const info of infos) {
    const name = info.name ?? '';
    const shape = inputShape(name, declared(info), inputShapes, infos.length === 1);
    if (values.has(name)) throw fail(name, 'is there twice');
    const order = spatial.has(name) ? channelsLast(shape.length) : identity(shape.length);
    const tensor = builder.input(
      name,
      order.map((d) => shape[d]!),
      typeOf(info, readers),
    );
    values.set(name, activation(tensor, shape, order));
  }
  return values;
}
