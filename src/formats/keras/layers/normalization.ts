/** Normalization by statistics of the training data (Normalization), and by fixed numbers (Rescaling). */

import type { KerasLayer } from '../config.ts';
import { isList } from '../json.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';
import type { WeightSpec } from '../weights.ts';
import { channelShape } from './batch-normalization.ts';

/** Numbers of a setting: one, or a list of lists of them. */
function numbers(call: LayerCall, name: string, fallback: number): number[] {
  const value = call.settings.raw(name) ?? fallback;
  const flat = (isList(value) ? value.flat(8) : [value]) as unknown[];
  const finite = flat.filter((entry): entry is number => Number.isFinite(entry));
  if (finite.length !== flat.length || flat.length === 0) throw call.settings.wrong(name, 'numbers');
  return finite;
}

/** A constant that meets the input's last dimension, or all of it. */
function alongLast(call: LayerCall, key: string, values: readonly number[]): number {
  const channels = call.inputShape().at(-1) ?? 1;
  if (values.length !== 1 && values.length !== channels) {
    throw call.error(`has ${values.length} numbers for ${channels} channels`);
  }
  return call.constant(key, [values.length], () => Float32Array.from(values));
}

function rescaling(call: LayerCall): number {
  const [scale, offset] = [numbers(call, 'scale', 1), numbers(call, 'offset', 0)];
  const scaled = scale.every((value) => value === 1)
    ? call.input
    : call.op('MUL', [call.input, alongLast(call, 'scale', scale)]);
  if (offset.every((value) => value === 0)) return scaled;
  return call.op('ADD', [scaled, alongLast(call, 'offset', offset)]);
}

/** A learned factor a channel, as ConvNeXt of keras.applications has it. */
function layerScale(call: LayerCall): number {
  const channels = [call.inputShape().at(-1) ?? 1];
  return call.op('MUL', [call.input, call.constant('gamma', channels, () => call.weight('gamma', channels))]);
}

/** Statistics lie among the weights unless they are settings. */
function normalizationSpecs({ settings }: KerasLayer): WeightSpec[] {
  if (settings.raw('mean') !== undefined) return [];
  return ['mean', 'variance', 'count'].map((name) => ({ name, trainable: false as const }));
}

const SMALLEST_DEVIATION = 1e-7;

function normalization(call: LayerCall): number {
  const { settings } = call;
  if (settings.flag('invert', false)) throw call.error('inverts a normalization, which is not supported');
  const shape = call.inputShape();
  const axes = (
    settings.raw('axis') === undefined && settings.raw('mean') === undefined
      ? []
      : (settings.integerList('axis') ?? [])
  ).map((axis) => call.axis(axis, shape.length));
  if (axes.length > 1) throw call.error(`normalizes along ${axes.length} axes; it may be 1`);
  const own = axes.map((axis) => shape[axis]!);
  const read = (name: string): readonly number[] =>
    call.hasWeight(name) ? Array.from(call.weight(name, own)) : numbers(call, name, 0);
  const scales = read('variance').map((value) => 1 / Math.max(Math.sqrt(value), SMALLEST_DEVIATION));
  const offsets = read('mean').map((value, k) => -value * scales[k % scales.length]!);
  const meets = (values: readonly number[]): number[] =>
    values.length > 1 && axes.length === 1 ? channelShape(shape, axes[0]!) : [values.length];
  const factor = call.constant('scale', meets(scales), () => Float32Array.from(scales));
  const summand = call.constant('offset', meets(offsets), () => Float32Array.from(offsets));
  return call.op('ADD', [call.op('MUL', [call.input, factor]), summand]);
}

/** The layers. */
export const normalizationLayers: LayerTable = {
  Rescaling: { isPositionwise: () => true, build: rescaling },
  LayerScale: { weights: () => [{ name: 'gamma' }], isPositionwise: () => true, build: layerScale },
  Normalization: { weights: normalizationSpecs, build: normalization },
};
