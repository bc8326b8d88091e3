/** Normalization by the input's own statistics: LayerNormalization and its relatives. */
import type { KerasLayer } from '../config.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';
import type { WeightSpec } from '../weights.ts';

function layerSpecs({ settings }: KerasLayer): WeightSpec[] {
  return [
    ...(settings.flag('scale', true) ? [{ name: 'gamma' }] : []),
    ...(settings.flag('center', true) ? [{ name: 'beta' }] : []),
  ];
}

/** The dimensions that are normalized along, which must be the last ones. */
function tailAxes(call: LayerCall): number[] {
  const rank = call.inputShape().length;
  const axes = (call.settings.integerList('axis') ?? [-1]).map((axis) => call.axis(axis, rank)).sort();
  const first = axes[0] ?? 0;
  const isTail = axes.every((axis, k) => axis === first + k) && first + axes.length === rank;
  if (!isTail || first === 0) {
    throw call.error(`normalizes along the axes ${axes.join(', ')}; they must be the last ones`);
  }
  return axes;
}

/** (x − mean) / √(variance + ε), along some dimensions. */
function standardized(call: LayerCall, x: number, axes: readonly number[]): number {
  const over = call.integers('axes', axes);
  const mean = call.op('MEAN', [x, over], { keepDims: true });
  const centred = call.op('SUB', [x, mean]);
  const variance = call.op('MEAN', [call.op('SQUARED_DIFFERENCE', [x, mean]), over], { keepDims: true });
  return call.op('MUL', [centred, inverseRoot(call, variance)]);
}

/** 1 / √(x + ε). */
function inverseRoot(call: LayerCall, x: number): number {
  return call.op('RSQRT', [call.shift(x, Math.fround(call.settings.number('epsilon', 1e-3)))]);
}

/** x × gamma + beta, as far as the layer has them. */
function scaled(call: LayerCall, x: number, shape: readonly number[]): number {
  const weight = (name: string): number => call.constant(name, shape, () => call.weight(name, shape));
  const y = call.hasWeight('gamma') ? call.op('MUL', [x, weight('gamma')]) : x;
  return call.hasWeight('beta') ? call.op('ADD', [y, weight('beta')]) : y;
}

function layerNormalization(call: LayerCall): number {
  const axes = tailAxes(call);
  if (call.settings.flag('rms_scaling', false)) {
    throw call.error('normalizes with rms_scaling, which is not supported', 'Use RMSNormalization.');
  }
  return scaled(call, standardized(call, call.input, axes), call.inputShape().slice(axes[0]));
}

/** The channels in groups, each normalized over all positions. */
function groupNormalization(call: LayerCall): number {
  const shape = call.inputShape();
  const { settings } = call;
  const channels = shape.at(-1)!;
  const given = settings.integer('groups', 32);
  const groups = given === -1 ? channels : given;
  if (call.axis(settings.integer('axis', -1), shape.length) !== shape.length - 1 || shape.length < 2) {
    throw call.error('normalizes along another axis than the last', 'Build the model with axis=-1.');
  }
  if (groups < 1 || channels % groups !== 0) throw call.error(`has ${groups} groups of ${channels} channels`);
  const positions = shape.slice(1, -1).reduce((product, dim) => product * dim, 1);
  const grouped = call.reshape(call.input, [shape[0]!, positions, groups, channels / groups]);
  return scaled(call, call.reshape(standardized(call, grouped, [1, 3]), shape), [channels]);
}

/** x / √(mean of squares + ε) × scale. */
function rmsNormalization(call: LayerCall): number {
  const axes = tailAxes(call);
  const square = call.op('MUL', [call.input, call.input]);
  const mean = call.op('MEAN', [square, call.integers('axes', axes)], { keepDims: true });
  const y = call.op('MUL', [call.input, inverseRoot(call, mean)]);
  const own = call.inputShape().slice(axes[0]);
  return call.op('MUL', [y, call.constant('scale', own, () => call.weight('scale', own))]);
}

/** Vectors of the last dimension, brought to length 1. */
function unitNormalization(call: LayerCall): number {
  if (tailAxes(call).length !== 1) {
    throw call.error('normalizes along several axes; it may be the last', 'Build the model with axis=-1.');
  }
  return call.op('L2_NORMALIZATION', [call.input]);
}

/** The layers. */
export const inputNormalizationLayers: LayerTable = {
  LayerNormalization: { weights: layerSpecs, build: layerNormalization },
  GroupNormalization: { weights: layerSpecs, build: groupNormalization },
  RMSNormalization: { weights: () => [{ name: 'scale' }], build: rmsNormalization },
  UnitNormalization: { build: unitNormalization },
};
