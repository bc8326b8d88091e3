/**
 * The reciprocal square root by which TensorFlow's converter folds batch normalization. Its last bits decide whether
 * an import has the very weights that a converted .tflite file has.
 */

/** Intel's RSQRTPS looks its result up by the leading 10 bits of the significand (and whether the exponent is odd)… */
const STEPS = 2 ** 10;
/** … and gives it, within (1/2, 1], in so many units. */
const UNITS = 2 ** 13;

/** TensorFlow approximates so many numbers at once (AVX), and divides by the square root for what is left over. */
const LANES = 8;

/** RSQRTPS for a positive, finite number: 1/√ of the middle of the number's interval, rounded. */
function approximate(x: number): number {
  let exponent = Math.floor(Math.log2(x));
  if (2 ** exponent > x) exponent--;
  if (2 ** (exponent + 1) <= x) exponent++;
  const even = exponent - (((exponent % 2) + 2) % 2);
  const significand = x / 2 ** even;
  const width = significand >= 2 ? 2 / STEPS : 1 / STEPS;
  const middle = (Math.floor(significand / width) + 1 / 2) * width;
  return (Math.round(UNITS / Math.sqrt(middle)) / UNITS) * 2 ** (-even / 2);
}

/**
 * 1/√x in float32 as TensorFlow computes it on Intel processors, by which the converted models that people have were
 * made: an approximation of 12 bits, and one step of Newton's method whose every operation is rounded. It is one or
 * two units in the last place off the exact value. (Other processors approximate differently: there is no value that
 * TensorFlow gives everywhere.)
 *
 * @param x a positive, normal float32
 */
export function reciprocalSqrt(x: number): number {
  const { fround } = Math;
  const y = approximate(x);
  const half = fround(fround(-x / 2) * y);
  return fround(y * fround(fround(y * half) + 1.5));
}

/** Batch normalization as y = scale × x + offset, a number of each for every channel. */
export interface ScaleAndOffset {
  readonly scale: Float32Array;
  readonly offset: Float32Array;
}

/**
 * The learned numbers of a batch normalization as one factor and one summand, in TensorFlow's order of operations:
 * scale = γ × 1/√(variance + ε), offset = β − mean × scale, each rounded to float32. Imported as MUL and ADD they are
 * folded by src/simplify to the very weights that TensorFlow's converter gives.
 *
 * @param gamma 1 unless given
 * @param beta 0 unless given
 */
export function batchNormalization(
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  epsilon: number,
  gamma?: ArrayLike<number>,
  beta?: ArrayLike<number>,
): ScaleAndOffset {
  const { fround } = Math;
  const whole = mean.length - (mean.length % LANES);
  const scale = Float32Array.from({ length: mean.length }, (_, c) => {
    const spread = fround(fround(variance[c]!) + fround(epsilon));
    const isApproximate = c < whole && spread > 0 && Number.isFinite(spread);
    const inverse = isApproximate ? reciprocalSqrt(spread) : fround(1 / fround(Math.sqrt(spread)));
    return gamma === undefined ? inverse : fround(fround(gamma[c]!) * inverse);
  });
  const offset = scale.map((factor, c) => fround((beta?.[c] ?? 0) - fround(fround(mean[c]!) * factor)));
  return { scale, offset };
}
