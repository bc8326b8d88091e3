/** Layers in which positions look at each other: MultiHeadAttention, Attention and AdditiveAttention. */
import { isTold, refuseMasks, tensorArgument } from '../arguments.ts';
import type { KerasLayer } from '../config.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import type { WeightSpec } from '../weights.ts';

const MASKS = ['attention_mask', 'query_mask', 'value_mask', 'key_mask', 'use_causal_mask', 'mask'];

/** The projections of a MultiHeadAttention, as Keras calls them, in its order. */
const PROJECTIONS = ['query_dense', 'key_dense', 'value_dense', 'output_dense'] as const;

function multiHeadSpecs({ settings }: KerasLayer): WeightSpec[] {
  const names = settings.flag('use_bias', true) ? ['kernel', 'bias'] : ['kernel'];
  return PROJECTIONS.flatMap((owner) => names.map((name) => ({ name, owner })));
}

/** A matrix product along the last dimension, with weights [inputs, outputs] that Keras has in further dimensions. */
function project(
  call: LayerCall,
  x: number,
  of: (typeof PROJECTIONS)[number],
  shapes: { readonly kernel: readonly number[]; readonly bias: readonly number[] },
  factor = 1,
): number {
  const inputs = call.shape(x).at(-1)!;
  const outputs = shapes.bias.reduce((product, dim) => product * dim, 1);
  const times = (values: Float32Array): Float32Array => values.map((value) => value * factor);
  const weights = call.constant(`${of} kernel`, [outputs, inputs], () =>
    times(permute(call.weight(`${of}/kernel`, shapes.kernel), [inputs, outputs], [1, 0])),
  );
  if (!call.hasWeight(`${of}/bias`)) {
    return call.op('FULLY_CONNECTED', [x, weights], { keepNumDims: true });
  }
  const bias = call.constant(`${of} bias`, [outputs], () => times(call.weight(`${of}/bias`, shapes.bias)));
  return call.op('FULLY_CONNECTED', [x, weights, bias], { keepNumDims: true });
}

/** [batch, positions, heads × size] as [batch, heads, positions, size]. */
function byHead(call: LayerCall, x: number, heads: number): number {
  const [batch, positions, width] = call.shape(x) as [number, number, number];
  return call.transpose(call.reshape(x, [batch, positions, heads, width / heads]), [0, 2, 1, 3]);
}

/** Refuses what changes the scores in ways that are not imported. */
function checkMultiHead(call: LayerCall, tensors: readonly number[]): void {
  refuseMasks(call, MASKS);
  const { settings } = call;
  const axes = settings.integerList('attention_axes') ?? [1];
  if (tensors.some((tensor) => call.shape(tensor).length !== 3) || String(axes) !== '1') {
    throw call.error('attends along other axes than 1 of [batch, positions, features]');
  }
  for (const name of ['use_gate', 'sliding_window']) {
    const value = settings.raw(name);
    if (value !== undefined && value !== false)
      throw call.error(`is built with ${name}, which is not supported`);
  }
}

function multiHead(call: LayerCall): number[] {
  const query = tensorArgument(call, 0, 'query') ?? call.input;
  const value = tensorArgument(call, 1, 'value') ?? query;
  const key = tensorArgument(call, 2, 'key') ?? value;
  checkMultiHead(call, [query, key, value]);
  const { settings } = call;
  const [heads, keySize] = [settings.integer('num_heads'), settings.integer('key_dim')];
  const valueSize = settings.integer('value_dim', keySize);
  if (![heads, keySize, valueSize].every((size) => size >= 1 && size <= 2 ** 16)) {
    throw call.error('has heads that are no counts');
  }
  const features = (x: number): number => call.shape(x).at(-1)!;
  const split = (x: number, of: (typeof PROJECTIONS)[number], size: number, factor = 1): number =>
    byHead(
      call,
      project(call, x, of, { kernel: [features(x), heads, size], bias: [heads, size] }, factor),
      heads,
    );
  const q = split(query, 'query_dense', keySize, 1 / Math.sqrt(keySize));
  const [k, v] = [split(key, 'key_dense', keySize), split(value, 'value_dense', valueSize)];
  const scores = call.op('SOFTMAX', [call.op('BATCH_MATMUL', [q, k], { adjY: true })], { beta: 1 });
  const seen = call.transpose(call.op('BATCH_MATMUL', [scores, v]), [0, 2, 1, 3]);
  const [batch, positions] = call.shape(query) as [number, number];
  const flat = call.reshape(seen, [batch, positions, heads * valueSize]);
  const output = settings.integerList('output_shape') ?? [features(query)];
  const made = project(call, flat, 'output_dense', { kernel: [heads, valueSize, ...output], bias: output });
  const shaped = call.reshape(made, [batch, positions, ...output]);
  return isTold(call, 'return_attention_scores') ? [shaped, scores] : [shaped];
}

/** A learned number, or one a feature. */
function factor(call: LayerCall, x: number, name: string, shape: readonly number[]): number {
  if (!call.hasWeight(name)) return x;
  const flat = shape.length === 0 ? [1] : shape;
  return call.op('MUL', [x, call.constant(name, flat, () => call.weight(name, shape))]);
}

/** Σ tanh(query + key) over the features, for each pair of positions. */
function additiveScores(call: LayerCall, query: number, key: number, isVector: boolean): number {
  const [batch, rows, size] = call.shape(query) as [number, number, number];
  const columns = call.shape(key)[1]!;
  const both = call.op('ADD', [
    call.reshape(query, [batch, rows, 1, size]),
    call.reshape(key, [batch, 1, columns, size]),
  ]);
  const curved = isVector
    ? factor(call, call.op('TANH', [both]), 'scale', [size])
    : call.op('TANH', [factor(call, both, 'scale', [])]);
  return call.op('SUM', [curved, call.integers('features', [3])], { keepDims: false });
}

function attention(call: LayerCall, isAdditive: boolean): number[] {
  refuseMasks(call, MASKS);
  const [query, value, key = value] = call.inputs;
  if (query === undefined || value === undefined || key === undefined || call.inputs.length > 3) {
    throw call.error(`is called on ${call.inputs.length} tensors instead of query, value and perhaps key`);
  }
  if ([query, key, value].some((tensor) => call.shape(tensor).length !== 3)) {
    throw call.error('attends along other axes than 1 of [batch, positions, features]');
  }
  if (call.settings.flag('causal', false)) throw call.error('is causal, and masks are not supported');
  const isConcat = isAdditive || call.settings.text('score_mode', 'dot') === 'concat';
  const scores = isConcat
    ? factor(call, additiveScores(call, query, key, isAdditive), 'concat_score_weight', [])
    : factor(call, call.op('BATCH_MATMUL', [query, key], { adjY: true }), 'scale', []);
  const shares = call.op('SOFTMAX', [scores], { beta: 1 });
  const output = call.op('BATCH_MATMUL', [shares, value]);
  return isTold(call, 'return_attention_scores') ? [output, shares] : [output];
}

function attentionSpecs(layer: KerasLayer, isAdditive: boolean): WeightSpec[] {
  const { settings } = layer;
  const isConcat = !isAdditive && settings.raw('score_mode') === 'concat';
  return [
    ...(settings.flag('use_scale', isAdditive) ? [{ name: 'scale' }] : []),
    ...(isConcat ? [{ name: 'concat_score_weight' }] : []),
  ];
}

/** The layers. */
export const attentionLayers: LayerTable = {
  MultiHeadAttention: { weights: multiHeadSpecs, build: multiHead },
  Attention: { weights: (layer) => attentionSpecs(layer, false), build: (call) => attention(call, false) },
  AdditiveAttention: {
    weights: (layer) => attentionSpecs(layer, true),
    build: (call) => attention(call, true),
  },
};
