/**
 * Operations that are no layers: what `x + 1`, `keras.ops.mean(x)` or `tf.reshape(x, …)` become in a functional
 * model. Keras 3 saves each as a class of its own, Keras 2 as TFOpLambda with a function's name.
 */
import { elementCount } from '../../../graph/graph.ts';
import { concatenate as joined } from '../../support/concatenate.ts';
import { activate, gelu, relu } from '../activations.ts';
import { field, isList, isObject, type Json, type JsonObject, Settings, shown } from '../json.ts';
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import { operands } from '../operands.ts';

/** Adds one operation; its settings are those of the class, or the keywords of the function's call. */
type Operation = (call: LayerCall, settings: Settings) => number;

const activation =
  (name: string): Operation =>
  (call) =>
    activate(call, call.input, name);

const pair =
  (type: string): Operation =>
  (call) => {
    const both = operands(call);
    if (both.length !== 2) throw call.error(`is called on ${both.length} operands instead of 2`);
    return call.op(type, both);
  };

const reduction =
  (type: string): Operation =>
  (call, settings) => {
    const rank = call.inputShape().length;
    const axes = (settings.integerList('axis') ?? []).map((axis) => call.axis(axis, rank));
    if (axes.length === 0 || axes.includes(0)) throw call.error('reduces over the batch; give it an axis');
    return call.op(type, [call.input, call.integers('axes', axes)], {
      keepDims: settings.flag('keepdims', false),
    });
  };

/** x / y: by a number, it is a multiplication. */
function divide(call: LayerCall): number {
  const [x, y] = operands(call);
  if (x === undefined || y === undefined) throw call.error('has no two operands');
  const { data, shape } = call.builder.tensor(y);
  if (data === undefined) return call.op('DIV', [x, y]);
  const inverse = Float32Array.from(data as Float32Array, (value) => 1 / value);
  return call.op('MUL', [x, call.builder.constant(`${call.layer.name}/inverse`, shape, inverse)]);
}

function reshape(call: LayerCall, settings: Settings): number {
  const shape = call.inputShape();
  const target = settings.integerList('newshape') ?? settings.integerList('shape') ?? [];
  const known = target.filter((dim) => dim !== -1);
  const rest = elementCount(shape) / elementCount(known);
  const dims = target.map((dim) => (dim === -1 ? rest : dim));
  if (
    dims.some((dim) => !(Number.isInteger(dim) && dim >= 1)) ||
    elementCount(dims) !== elementCount(shape)
  ) {
    throw call.error(`cannot bring [${shape.join(', ')}] into the shape [${target.join(', ')}]`);
  }
  return call.reshape(call.input, dims);
}

function transpose(call: LayerCall, settings: Settings): number {
  const rank = call.inputShape().length;
  const order = settings.integerList('axes') ?? settings.integerList('perm') ?? [];
  if (order.length !== rank || !order.every((_, d) => order.includes(d))) {
    throw call.error(`cannot put ${rank} dimensions in the order [${order.join(', ')}]`);
  }
  return call.transpose(call.input, order);
}

function expandDims(call: LayerCall, settings: Settings): number {
  const shape = [...call.inputShape()];
  shape.splice(call.axis(settings.integer('axis'), shape.length + 1), 0, 1);
  return call.reshape(call.input, shape);
}

function squeeze(call: LayerCall, settings: Settings): number {
  const shape = call.inputShape();
  const axes = settings.integerList('axis')?.map((axis) => call.axis(axis, shape.length));
  const isGone = (dim: number, d: number): boolean =>
    axes === undefined ? dim === 1 && d > 0 : axes.includes(d);
  if (shape.some((dim, d) => isGone(dim, d) && dim !== 1)) throw call.error('squeezes what is longer than 1');
  return call.reshape(
    call.input,
    shape.filter((dim, d) => !isGone(dim, d)),
  );
}

function clip(call: LayerCall, settings: Settings): number {
  const min = settings.number('x_min', settings.number('clip_value_min', 0));
  const max = settings.number('x_max', settings.number('clip_value_max', 1));
  if (min === 0) return relu(call, call.input, { max, slope: 0 });
  return call.op('MAXIMUM', [call.op('MINIMUM', [call.input, call.scalar(max)]), call.scalar(min)]);
}

function concatenate(call: LayerCall, settings: Settings): number {
  const inputs = operands(call);
  const axis = call.axis(settings.integer('axis', -1), call.shape(inputs[0]!).length);
  return joined(call, inputs, axis);
}

/** What one index of x[…] takes of a dimension: from, to, step, and whether the dimension goes. */
function range(call: LayerCall, value: Json | undefined, dim: number): [number, number, number, boolean] {
  if (Number.isSafeInteger(value)) {
    const at = (value as number) < 0 ? (value as number) + dim : (value as number);
    if (at < 0 || at >= dim) throw call.error(`takes element ${shown(value)} of ${dim}`);
    return [at, at + 1, 1, true];
  }
  const plain = isObject(value) ? (field(value, 'config') ?? value) : undefined;
  if (!isObject(plain)) throw call.error(`takes ${shown(value)} of a tensor, which is not supported`);
  const bound = (name: string, fallback: number): number => {
    const given = field(plain, name) ?? fallback;
    if (!Number.isSafeInteger(given)) throw call.error(`slices by ${shown(given)}`);
    const at = given as number;
    return Math.min(dim, Math.max(0, at < 0 ? at + dim : at));
  };
  const step = field(plain, 'step') ?? 1;
  if (!Number.isSafeInteger(step) || (step as number) < 1)
    throw call.error(`slices by the step ${shown(step)}`);
  const [from, to] = [bound('start', 0), bound('stop', dim)];
  if (to <= from) throw call.error('takes an empty part of a tensor');
  return [from, to, step as number, false];
}

/** x[…] with ranges and numbers. */
function getItem(call: LayerCall, settings: Settings): number {
  const shape = call.inputShape();
  const given = settings.raw('slice_spec') ?? call.call?.args[1];
  const indices = isList(given) ? given : given === undefined ? [] : [given];
  if (indices.length > shape.length) throw call.error('takes more indices than there are dimensions');
  const ranges = shape.map((dim, d) =>
    d < indices.length ? range(call, indices[d], dim) : range(call, {}, dim),
  );
  if (ranges[0]![3]) throw call.error('takes one sample of the batch');
  const shrinkAxisMask = ranges.reduce((mask, [, , , goes], d) => mask | (goes ? 1 << d : 0), 0);
  const part = (key: string, k: 0 | 1 | 2): number =>
    call.integers(
      key,
      ranges.map((one) => one[k]),
    );
  return call.op('STRIDED_SLICE', [call.input, part('begin', 0), part('end', 1), part('strides', 2)], {
    shrinkAxisMask,
  });
}

/** Operations by Keras 3's classes. Add, Multiply and others that are layers too lie with the layers. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  Relu: activation('relu'),
  Relu6: activation('relu6'),
  LeakyRelu: (call, settings) =>
    relu(call, call.input, {
      max: Infinity,
      slope: settings.number('negative_slope', settings.number('alpha', 0.2)),
    }),
  Sigmoid: activation('sigmoid'),
  HardSigmoid: activation('hard_sigmoid'),
  HardSilu: activation('hard_silu'),
  Tanh: activation('tanh'),
  Elu: activation('elu'),
  Selu: activation('selu'),
  Silu: activation('silu'),
  Gelu: (call, settings) => gelu(call, call.input, settings.flag('approximate', false)),
  Softsign: activation('softsign'),
  TrueDivide: divide,
  Divide: divide,
  Mean: reduction('MEAN'),
  Sum: reduction('SUM'),
  Max: reduction('REDUCE_MAX'),
  Min: reduction('REDUCE_MIN'),
  Absolute: (call) => call.op('ABS', [call.input]),
  Abs: (call) => call.op('ABS', [call.input]),
  Rsqrt: (call) => call.op('RSQRT', [call.input]),
  Square: (call) => call.op('MUL', [call.input, call.input]),
  Negative: (call) => call.scale(call.input, -1),
  Matmul: pair('BATCH_MATMUL'),
  Transpose: transpose,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  Clip: clip,
  GetItem: getItem,
};

/** Functions of TensorFlow, as TFOpLambda names them. */
const FUNCTIONS: Readonly<Record<string, Operation>> = {
  '__operators__.add': pair('ADD'),
  'math.add': pair('ADD'),
  'math.subtract': pair('SUB'),
  'math.multiply': pair('MUL'),
  'math.truediv': divide,
  'math.divide': divide,
  'math.maximum': pair('MAXIMUM'),
  'math.minimum': pair('MINIMUM'),
  'math.squared_difference': pair('SQUARED_DIFFERENCE'),
  'linalg.matmul': pair('BATCH_MATMUL'),
  'nn.relu': activation('relu'),
  'nn.relu6': activation('relu6'),
  'nn.leaky_relu': OPERATIONS.LeakyRelu!,
  'nn.elu': activation('elu'),
  'nn.silu': activation('silu'),
  'nn.softmax': activation('softmax'),
  'nn.gelu': OPERATIONS.Gelu!,
  'math.sigmoid': activation('sigmoid'),
  'math.tanh': activation('tanh'),
  'math.abs': OPERATIONS.Abs!,
  'math.square': OPERATIONS.Square!,
  'math.negative': OPERATIONS.Negative!,
  'math.rsqrt': OPERATIONS.Rsqrt!,
  'math.reduce_mean': reduction('MEAN'),
  'math.reduce_sum': reduction('SUM'),
  'math.reduce_max': reduction('REDUCE_MAX'),
  'math.reduce_min': reduction('REDUCE_MIN'),
  clip_by_value: clip,
  concat: concatenate,
  reshape,
  'compat.v1.transpose': transpose,
  transpose,
  expand_dims: expandDims,
  'compat.v1.squeeze': squeeze,
  squeeze,
  '__operators__.getitem': getItem,
  identity: (call) => call.input,
  stop_gradient: (call) => call.input,
};

/** The settings of a call: its keywords. */
function keywords(call: LayerCall): Settings {
  const kwargs: JsonObject = call.call?.kwargs ?? {};
  return new Settings(kwargs, call.layer.place);
}

const byFunction: LayerDef = {
  build(call) {
    const name = call.settings.text('function', '__operators__.getitem');
    if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name]!(call, keywords(call));
    throw call.error(
      `calls tf.${name}, which cannot be imported`,
      'Use a layer of Keras in its place, or export the model as .tflite.',
    );
  },
};

/** The operations, as layers that are called. */
export const operationLayers: LayerTable = {
  ...Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, operation]): [string, LayerDef] => [
      name,
      { build: (call) => operation(call, call.settings) },
    ]),
  ),
  TFOpLambda: byFunction,
  SlicingOpLambda: byFunction,
};

/** The reshape operation, whose class is called as the layer is. */
export const reshapeOperation: Operation = reshape;
