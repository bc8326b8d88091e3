/** Ranges of real values. */

/** The smallest and the largest value, min ≤ max. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The smallest range that holds all the given ones, of which there is at least one. */
export function hull(ranges: readonly Range[]): Range {
  return {
    min: ranges.reduce((least, range) => Math.min(least, range.min), Infinity),
    max: ranges.reduce((most, range) => Math.max(most, range.max), -Infinity),
  };
}

/** The range of some values, of which there is at least one. */
export function rangeOf(values: Float32Array): Range {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
