/** Bringing integer inputs to the fixed-point numbers that exp and logistic are computed of. */
import { quantizeMultiplier } from './fixed-point.ts';

/** How a kernel scales an input, and how far from its origin the input still matters. */
interface ExpScaling {
  readonly multiplier: number;
  readonly shift: number;
  /** Inputs of this magnitude or more, in steps, lie at the end of the function's range. */
  readonly radius: number;
}

/**
 * Scales an input whose step is `scale` to a number with `integerBits` integer bits. Follows TFLite's
 * QuantizeMultiplier and CalculateInputRadius, for steps above 2^(integerBits − 62).
 */
export function expScaling(scale: number, integerBits: number): ExpScaling {
  const real = scale * 2 ** (31 - integerBits);
  // One step of 2^30 or more is the whole range: only the origin itself matters, and needs no scaling.
  if (real >= 2 ** 30) return { multiplier: 0, shift: 0, radius: 0 };
  const { multiplier, shift } = quantizeMultiplier(real);
  const largest = (2 ** integerBits - 1) * 2 ** (31 - integerBits);
  return { multiplier, shift, radius: Math.min(Math.floor(largest * 2 ** -shift), 2 ** 31 - 1) };
}
