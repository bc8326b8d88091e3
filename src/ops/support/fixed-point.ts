/** Real multipliers as the fixed-point numbers that the integer kernels multiply with. */

/** multiplier × 2^(shift − 31); multiplier is 0 or in [2^30, 2^31). */
export interface FixedPoint {
  readonly multiplier: number;
  readonly shift: number;
}

/**
 * Splits a real multiplier ≥ 0 into a Q0.31 significand and a power of two, as TFLite's QuantizeMultiplier
 * does: significand rounded half away from zero, 0 where the shift falls below −31.
 */
export function quantizeMultiplier(real: number): FixedPoint {
  if (real === 0) return { multiplier: 0, shift: 0 };
  let shift = Math.max(-1074, Math.floor(Math.log2(real)) + 1);
  let significand = real * 2 ** -shift;
  // log2 can be off by one unit beside a power of two; frexp's significand lies in [0.5, 1).
  while (significand >= 1) {
    significand /= 2;
    shift++;
  }
  while (significand < 0.5) {
    significand *= 2;
    shift--;
  }
  let multiplier = Math.round(significand * 2 ** 31);
  if (multiplier === 2 ** 31) {
    multiplier /= 2;
    shift++;
  }
  if (shift < -31) return { multiplier: 0, shift: 0 };
  if (shift > 30) return { multiplier: 2 ** 31 - 1, shift: 30 };
  return { multiplier, shift };
}

/** Sums of 64 bits are scaled with real factors below it: what TFLite's arithmetic asks for. */
export const LARGEST_WIDE_FACTOR = 2 ** 7;
