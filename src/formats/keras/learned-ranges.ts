/**
 * Quantization aware training (tfmot): ranges that were learned for weights and activations. They come as QUANTIZE and
 * DEQUANTIZE, and in the end are the quantization of the network.
 */

import type { TflqError } from '../../common/errors.ts';
import type { QuantParams } from '../../graph/graph.ts';
import type { GraphBuilder } from '../support/graph-builder.ts';
import { fakeQuantParameters } from '../tflite/fake-quant.ts';
import type { KerasLayer } from './config.ts';
import { field, isObject } from './json.ts';
import type { Weight } from './weights.ts';

/** Bits of integers unless the settings say something else. */
const BITS = 8;

/** What is known of a layer's call: see LayerCall. */
interface RangedCall {
  readonly layer: KerasLayer;
  readonly builder: GraphBuilder;
  find(name: string): Weight | undefined;
  error(message: string): TflqError;
}

/** A learned range: one, or one for each slice along Keras's last dimension. */
interface Ranges {
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/** The learned range of that name; undefined where there is none. */
function rangesOf(call: RangedCall, name: string): Ranges | undefined {
  const [least, most] = [call.find(`${name}_min`), call.find(`${name}_max`)];
  if (least === undefined || most === undefined) return undefined;
  const [min, max] = [least.floats(), most.floats()];
  if (min.length === max.length && min.length > 0) return { min, max };
  throw call.error(`has a learned range of ${min.length} and ${max.length} numbers`);
}

/** The bits that the wrapper's settings ask for. */
function bitsOf(call: RangedCall, of: 'weight' | 'activation'): number {
  const config = call.layer.owner?.layer.settings.raw('quantize_config');
  const settings = isObject(config) ? field(config, 'config') : undefined;
  const bits = isObject(settings) ? field(settings, `num_bits_${of}`) : undefined;
  return bits === 4 || bits === 2 ? bits : BITS;
}

/**
 * A tensor as training rounds it: through QUANTIZE and DEQUANTIZE.
 *
 * @param name of the range, e.g. `post_activation`; the tensor as it is where none was learned
 */
export function rounded(call: RangedCall, x: number, name: string): number {
  const ranges = rangesOf(call, name);
  if (ranges === undefined) return x;
  if (ranges.min.length > 1)
    throw call.error(`has learned ${ranges.min.length} ranges for ${name} instead of 1`);
  const numBits = bitsOf(call, 'activation');
  const quant = fakeQuantParameters({
    min: ranges.min[0]!,
    max: ranges.max[0]!,
    numBits,
    narrowRange: false,
  });
  // A range that was never learned says nothing.
  if (quant === undefined) return x;
  const label = `${call.layer.name}/${name}`;
  const integers = call.builder.op('QUANTIZE', [x], {}, { name: label, dtype: 'int8', quant });
  return call.builder.op('DEQUANTIZE', [integers], {}, { name: label, dtype: 'float32' });
}

/** The dimension of TFLite's weights that ranges lie along, and the range of each of its slices. */
function placed(
  call: RangedCall,
  key: string,
  shape: readonly number[],
  count: number,
): Pick<QuantParams, 'axis'> & { of: (channel: number) => number; channels: number } {
  if (count === 1) return { axis: 0, channels: 1, of: () => 0 };
  // Of [height, width, channels, outputs of a channel], ranges are learned for the last dimension.
  const axis = key === 'depthwise_kernel' ? shape.length - 1 : 0;
  const channels = shape[axis]!;
  if (channels % count !== 0)
    throw call.error(`has learned ${count} ranges for weights of ${channels} channels`);
  return { axis, channels, of: (channel) => channel % count };
}

/**
 * Weights as training rounds them: symmetric integers, and a DEQUANTIZE.
 *
 * @param key the weights' name
 * @returns undefined where no range was learned for them, or one that is not symmetric
 */
export function roundedWeights(
  call: RangedCall,
  key: string,
  shape: readonly number[],
  make: () => Float32Array,
): number | undefined {
  const ranges = rangesOf(call, key);
  if (ranges === undefined) return undefined;
  const most = 2 ** (bitsOf(call, 'weight') - 1) - 1;
  const largest = Math.max(...ranges.max);
  const isSymmetric = ranges.max.every((max, k) => Math.abs(max + ranges.min[k]!) <= 1e-6 * max);
  if (!isSymmetric || !(largest > 0 && Number.isFinite(largest))) return undefined;
  const { axis, channels, of } = placed(call, key, shape, ranges.max.length);
  // A slice of zeros has no range, and any scale.
  const scale = Array.from({ length: channels }, (_, c) =>
    Math.fround((ranges.max[of(c)]! || largest) / most),
  );
  const inner = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const values = make();
  const integers = Int8Array.from(values, (value, k) => {
    const steps = Math.floor(value / scale[channels === 1 ? 0 : Math.floor(k / inner) % channels]! + 0.5);
    return Math.min(most, Math.max(-most, steps));
  });
  const quant = { scale, zeroPoint: scale.map(() => 0), axis };
  const name = `${call.layer.name}/${key}`;
  const constant = call.builder.constant(name, shape, integers, 'int8', quant);
  return call.builder.op('DEQUANTIZE', [constant], {}, { name, dtype: 'float32' });
}
