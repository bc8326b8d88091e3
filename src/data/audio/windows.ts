/** Window functions: what a frame of sound is multiplied with before it is transformed. */

/** The known ones; of periodic ones the first sample would come again after the last. */
export const WINDOW_FUNCTIONS = [
  'hann',
  'hamming',
  'hann-symmetric',
  'hamming-symmetric',
  'rectangular',
] as const;

/** The name of a window function. */
export type WindowFunction = (typeof WINDOW_FUNCTIONS)[number];

/** The constant share of raised cosines. */
const CONSTANTS = { hann: 0.5, hamming: 0.54 } as const;

/**
 * The values of a window. Periodic ones are as those of tf.signal are: with an odd length they are symmetric.
 *
 * @param length in samples, ≥ 1
 */
export function windowValues(name: WindowFunction, length: number): Float64Array {
  if (name === 'rectangular' || length === 1) return new Float64Array(length).fill(1);
  const isSymmetric = name.endsWith('-symmetric') || length % 2 === 1;
  const constant = CONSTANTS[name.replace('-symmetric', '') as keyof typeof CONSTANTS];
  const period = isSymmetric ? length - 1 : length;
  return Float64Array.from(
    { length },
    (_, n) => constant - (1 - constant) * Math.cos((2 * Math.PI * n) / period),
  );
}
