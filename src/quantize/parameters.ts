/**
 * Scales and zero points from ranges, in the very precision in which TensorFlow's converter computes them (float32
 * where it rounds to float32), so that the same ranges give the same parameters.
 */
import type { QuantParams } from '../graph/graph.ts';
import { roundAwayFromZero } from '../graph/round.ts';
import type { Range } from './range.ts';

/** The converter widens a range that is narrower to half of this on each side of zero. */
const NARROWEST = 1e-6;
/** Steps of asymmetric int8. */
const STEPS = 255;
const MIN = -128;
const MAX = 127;
/** The largest integer of symmetric int8 weights; the smallest is its negative. */
export const WEIGHT_MAX = 127;
/** The converter keeps biases within half of int32, which leaves room for the accumulator. */
const BIAS_MAX = (2 ** 31 - 1) >> 1;

/**
 * Asymmetric int8 parameters for an activation: the range is widened to hold zero, and zero is represented exactly.
 *
 * A tensor that is zero throughout gets scale 1 and zero point 0. The converter gives it the scale of the narrowest
 * range, 4e-9, by which no kernel can reach it from inputs of ordinary scales.
 */
export function activationParameters(range: Range): QuantParams {
  let min = Math.min(range.min, 0);
  let max = Math.max(range.max, 0);
  if (min === max) return { scale: [1], zeroPoint: [0], axis: 0 };
  if (max - min <= NARROWEST) {
    min = Math.min(min, -NARROWEST / 2);
    max = Math.max(max, NARROWEST / 2);
  }
  const width = Math.fround(Math.fround(max) - Math.fround(min));
  const scale = Math.fround(width / STEPS);
  const zero = roundAwayFromZero(Math.fround(MIN - min / scale));
  return { scale: [scale], zeroPoint: [Math.min(MAX, Math.max(MIN, zero))], axis: 0 };
}

/** The scale of symmetric int8 weights whose largest magnitude is `magnitude`. */
export function weightScale(magnitude: number): number {
  const most = 2 * magnitude <= NARROWEST ? Math.max(magnitude, NARROWEST / 2) : magnitude;
  return Math.fround(Math.fround(most) / WEIGHT_MAX);
}

/** The scale of a bias: that of what is added up. */
export function biasScale(inputScale: number, scale: number): number {
  return Math.fround(inputScale * scale);
}

/**
 * The scale of weights, raised where the bias would not fit into its integers otherwise: weights of a channel may be
 * tiny beside its bias, and then their steps do not matter.
 *
 * @param bias the largest magnitude of the channel's bias
 */
export function scaleForBias(scale: number, inputScale: number, bias: number): number {
  if (bias / biasScale(inputScale, scale) <= BIAS_MAX) return scale;
  return Math.fround(bias / BIAS_MAX / inputScale);
}
