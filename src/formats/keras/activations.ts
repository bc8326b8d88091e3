/** Keras's activation functions, made of operators that have integer kernels. */
import { field, isObject, type Json, Settings, shown } from './json.ts';
import type { LayerCall } from './layer-call.ts';
import { rounded } from './learned-ranges.ts';

/** Adds the operations of a function; gives its output. */
export type Activation = (call: LayerCall, x: number) => number;

const simple =
  (type: string): Activation =>
  (call, x) =>
    call.op(type, [x]);

/** The smaller of x and a number. */
function below(call: LayerCall, x: number, limit: number): number {
  return call.op('MINIMUM', [x, call.scalar(limit)]);
}

/** The larger of x and a number. */
function above(call: LayerCall, x: number, limit: number): number {
  return call.op('MAXIMUM', [x, call.scalar(limit)]);
}

/** What a ReLU is told. */
export interface ReluSettings {
  /** What it does not exceed; Infinity for none. */
  readonly max: number;
  /** Its slope below 0. */
  readonly slope: number;
}

/** max(x, slope × x), at most `max`. */
export function relu(call: LayerCall, x: number, { max, slope }: ReluSettings): number {
  if (slope === 0 && max === 6) return call.op('RELU6', [x]);
  const y = slope === 0 ? call.op('RELU', [x]) : call.op('LEAKY_RELU', [x], { alpha: Math.fround(slope) });
  return max === Infinity ? y : below(call, y, max);
}

/** x where x > 0, alpha × (e^x − 1) below. */
export function elu(call: LayerCall, x: number, alpha: number): number {
  if (alpha === 1) return call.op('ELU', [x]);
  const negative = call.scale(call.op('ELU', [below(call, x, 0)]), alpha);
  return call.op('ADD', [call.op('RELU', [x]), negative]);
}

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** Normalizes along an axis; the kernels do it along the last one. */
export function softmax(call: LayerCall, x: number, axis: number): number {
  const rank = call.shape(x).length;
  const at = call.axis(axis, rank);
  if (at === rank - 1) return call.op('SOFTMAX', [x], { beta: 1 });
  const order = Array.from({ length: rank }, (_, d) => d);
  [order[at], order[rank - 1]] = [rank - 1, at];
  const last = call.transpose(x, order);
  return call.transpose(call.op('SOFTMAX', [last], { beta: 1 }), order);
}

/** x × σ(x × (c0 + c1 u + c2 u² …)) with u = x². */
function gated(call: LayerCall, x: number, u: number, coefficients: readonly number[]): number {
  const inner = coefficients.slice(1).reduceRight<number | undefined>((sum, c) => {
    if (sum === undefined) return call.scale(u, c);
    return call.op('MUL', [u, call.shift(sum, c)]);
  }, undefined);
  const slope = call.shift(inner!, coefficients[0]!);
  return call.op('MUL', [x, call.op('LOGISTIC', [call.op('MUL', [x, slope])])]);
}

/** 2 √(2/π), and that times 0.044715: GELU by the hyperbolic tangent, for (1 + tanh z) / 2 = σ(2z). */
const GELU_TANH = [1.5957691216057308, 0.0713548162726];

/** GELU by the error function: the same form with one term more, fitted to it within 2.6e−5. */
const GELU_EXACT = [2 * 0.797507541, 2 * 0.0370060348, 2 * -0.000351598842];

/** From here on the function is x or 0; the polynomial would turn back further out. */
const GELU_END = 36;

/** x × Φ(x). */
export function gelu(call: LayerCall, x: number, approximate: boolean): number {
  const square = call.op('MUL', [x, x]);
  if (approximate) return gated(call, x, square, GELU_TANH);
  return gated(call, x, below(call, square, GELU_END), GELU_EXACT);
}

/** A straight line from 0 to 1: Keras 2's has the slope 0.2, Keras 3's 1/6. */
function hardSigmoid(call: LayerCall, x: number): number {
  const slope = call.keras === 2 ? 1.2 : 1;
  return call.scale(call.op('RELU6', [call.shift(call.scale(x, slope), 3)]), 1 / 6);
}

function swish(call: LayerCall, x: number): number {
  return call.op('MUL', [x, call.op('LOGISTIC', [x])]);
}

function selu(call: LayerCall, x: number): number {
  return call.scale(elu(call, x, SELU_ALPHA), SELU_SCALE);
}

function softsign(call: LayerCall, x: number): number {
  return call.op('DIV', [x, call.shift(call.op('ABS', [x]), 1)]);
}

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: (_call, x) => x,
  relu: (call, x) => relu(call, x, { max: Infinity, slope: 0 }),
  relu6: simple('RELU6'),
  leaky_relu: (call, x) => relu(call, x, { max: Infinity, slope: 0.2 }),
  sigmoid: simple('LOGISTIC'),
  hard_sigmoid: hardSigmoid,
  tanh: simple('TANH'),
  hard_tanh: (call, x) => above(call, below(call, x, 1), -1),
  tanh_shrink: (call, x) => call.op('SUB', [x, call.op('TANH', [x])]),
  softmax: (call, x) => softmax(call, x, -1),
  elu: (call, x) => elu(call, x, 1),
  selu,
  swish,
  silu: swish,
  hard_swish: simple('HARD_SWISH'),
  hard_silu: simple('HARD_SWISH'),
  gelu: (call, x) => gelu(call, x, false),
  softsign,
};

/** Names that tools write for functions above: TF.js's, and those of functions that are given as such. */
const ALIASES: Readonly<Record<string, string>> = {
  hardSigmoid: 'hard_sigmoid',
  Swish: 'swish',
  ReLU6: 'relu6',
  NoOpActivation: 'linear',
};

/** What to do instead of functions that no integer kernel computes. */
const INSTEAD: Readonly<Record<string, string>> = {
  exponential: 'Leave it out of the network, and compute it from the output.',
  log_softmax: 'End the network with softmax, or with its scores: the greatest is the same.',
  softplus: 'Train with relu or swish in its place.',
  mish: 'Train with swish in its place.',
  log_sigmoid: 'Leave it out of the network, and compute it from the output.',
};

/** The name of a function that a configuration refers to, or the layer that it has in its place. */
function nameOf(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return undefined;
  const [className, config] = [field(value, 'class_name'), field(value, 'config')];
  if (className === 'function' && typeof config === 'string') return config;
  return typeof className === 'string' ? className : undefined;
}

/** The functions that have settings where a layer stands in an activation's place. */
const AS_LAYERS: Readonly<Record<string, (call: LayerCall, x: number, settings: Settings) => number>> = {
  ReLU: (call, x, settings) => relu(call, x, reluSettings(call, settings)),
  LeakyReLU: (call, x, settings) => relu(call, x, { max: Infinity, slope: leakySlope(settings) }),
  ELU: (call, x, settings) => elu(call, x, settings.number('alpha', 1)),
  Softmax: (call, x, settings) => softmax(call, x, settings.integer('axis', -1)),
  Activation: (call, x, settings) => activate(call, x, settings.raw('activation')),
};

/** The slope of a LeakyReLU: Keras 2 calls it alpha. */
export function leakySlope(settings: Settings): number {
  return settings.number('negative_slope', settings.number('alpha', 0.3));
}

/** The settings of a ReLU layer. */
export function reluSettings(call: LayerCall, settings: Settings): ReluSettings {
  if (settings.number('threshold', 0) !== 0) {
    throw call.error(
      `is a ReLU with a threshold of ${settings.number('threshold', 0)}, which no integer kernel computes`,
      'Train with a threshold of 0.',
    );
  }
  return {
    max: settings.raw('max_value') === undefined ? Infinity : settings.number('max_value'),
    slope: settings.number('negative_slope', 0),
  };
}

/** The function that quantization aware training wraps: it rounds before and after it. */
function unwrapped(value: Json | undefined): Json | undefined {
  if (!isObject(value) || nameOf(value) !== 'QuantizeAwareActivation') return value;
  const config = field(value, 'config');
  return isObject(config) ? field(config, 'activation') : undefined;
}

/**
 * Adds what a layer's `activation` says.
 *
 * @param value the setting: a name, a function as Keras saves it, or a layer; nothing for none
 * @throws TflqError('model') where it cannot be had with integers
 */
export function activate(call: LayerCall, x: number, value: Json | undefined): number {
  const before = rounded(call, x, 'pre_activation');
  return rounded(call, apply(call, before, unwrapped(value)), 'post_activation');
}

function apply(call: LayerCall, x: number, value: Json | undefined): number {
  if (value === undefined || value === null) return x;
  const name = nameOf(value) ?? '';
  if (isObject(value)) {
    const asLayer = Object.hasOwn(AS_LAYERS, name) ? AS_LAYERS[name] : undefined;
    const config = field(value, 'config');
    if (asLayer !== undefined && isObject(config)) {
      return asLayer(call, x, new Settings(config, call.layer.place));
    }
  }
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name;
  if (Object.hasOwn(ACTIVATIONS, known)) return ACTIVATIONS[known]!(call, x);
  throw call.error(
    `has the activation ${shown(name === '' ? value : name)}, which no integer kernel computes`,
    Object.hasOwn(INSTEAD, known)
      ? INSTEAD[known]
      : `Those that can be had: ${Object.keys(ACTIVATIONS).join(', ')}.`,
  );
}
