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
 * A tensor that is zero throughout gets scale 1/2 and zero point 0: comparisons take no scale of 1 or more. The
 * converter gives it the scale of the narrowest range, 4e-9, by which no kernel can reach it from inputs of ordinary
 * scales.
 */
export function activationParameters(range: Range): QuantParams {
  let min = Math.min(range.min, 0);
  let max = Math.max(range.max, 0);
  if (min === max) return { scale: [0.5], zeroPoint: [0], axis: 0 };
  if (max - min <= NARROWEST) {
    min = Math.min(min, -NARROWEST / 2);
    max = Math.max(max, NARROWEST / 2);
  }
  const width = Math.fround(Math.fround(max) - Math.fround(min));
  const scale = Math.fround(width / STEPS);
  const zero = roundAwayFromZero(Math.fround(MIN - min / scale));
  return { scale: [scale], zeroPoint: [Math.min(MAX, Math.max(MIN, zero))], axis: 0 };
}

/** True where two activations have the same parameters. */
export function sameParameters(a: QuantParams, b: QuantParams): boolean {
  return a.scale[0] === b.scale[0] && a.zeroPoint[0] === b.zeroPoint[0];
}

/** The real numbers that int8 stands for. */
export function rangeOfParameters({ scale, zeroPoint }: QuantParams): Range {
  return { min: (MIN - zeroPoint[0]!) * scale[0]!, max: (MAX - zeroPoint[0]!) * scale[0]! };
}

/** The parameters with zero point 0 that hold the same numbers. */
export function symmetricParameters(quant: QuantParams): QuantParams {
  if (quant.zeroPoint[0] === 0) return quant;
  const { min, max } = rangeOfParameters(quant);
  return { scale: [Math.fround(Math.max(-min, max) / MAX)], zeroPoint: [0], axis: 0 };
}

/** The converter raises no state's range beyond 2 to this. */
const MOST_STATE_LOG2 = 10;

/**
 * Symmetric int16 parameters for state.
 *
 * @param powerOfTwo raises the range to a power of two, at least 1; the scale is one too then, as the range is 2^15 steps
 */
export function stateParameters({ min, max }: Range, powerOfTwo: boolean): QuantParams {
  const magnitude = Math.max(Math.abs(min), Math.abs(max), NARROWEST / 2);
  const log2 = Math.min(MOST_STATE_LOG2, Math.max(0, Math.ceil(Math.log2(magnitude))));
  const scale = powerOfTwo ? 2 ** (log2 - 15) : Math.fround(Math.fround(magnitude) / 32767);
  return { scale: [scale], zeroPoint: [0], axis: 0 };
}

/**
 * The scale of symmetric weights whose largest magnitude is `magnitude`.
 *
 * @param steps the integer that stands for it
 */
export function weightScale(magnitude: number, steps = WEIGHT_MAX): number {
  const most = 2 * magnitude <= NARROWEST ? Math.max(magnitude, NARROWEST / 2) : magnitude;
  return Math.fround(Math.fround(most) / steps);
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
