/** A logarithm of integers, by a table of 128 segments. */

const SEGMENT_BITS = 7;
const SCALE_BITS = 16;

/** log₂(1 + x) − x at the segments' edges, in 65,536ths. */
const TABLE = Int32Array.from({ length: 2 ** SEGMENT_BITS + 1 }, (_, i) => {
  const x = i / 2 ** SEGMENT_BITS;
  return Math.round((Math.log2(1 + x) - x) * 2 ** SCALE_BITS);
});

/** ln 2 in 65,536ths. */
const LN_2 = 45426;

const ROUND = 2 ** (SCALE_BITS - 1);

/** The fractional part of log₂ x, whose whole part is given, in 65,536ths. */
function fraction(x: number, whole: number): number {
  const above = (x - 2 ** whole) >>> 0;
  const part = whole < SCALE_BITS ? above << (SCALE_BITS - whole) : above >>> (whole - SCALE_BITS);
  const place = part >> (SCALE_BITS - SEGMENT_BITS);
  const [left, right] = [TABLE[place]!, TABLE[place + 1]!];
  const within = part - (place << (SCALE_BITS - SEGMENT_BITS));
  return part + left + (((right - left) * within) >> SCALE_BITS);
}

/**
 * ln(x) · scale.
 *
 * @param x an unsigned 32-bit integer; 0 and 1 give 0
 * @param scale a small whole number
 */
export function scaledLog(x: number, scale: number): number {
  if (x <= 1) return 0;
  const whole = 31 - Math.clz32(x);
  const log2 = whole * 2 ** SCALE_BITS + fraction(x, whole);
  const ln = Math.floor((LN_2 * log2 + ROUND) / 2 ** SCALE_BITS);
  return Math.floor((scale * ln + ROUND) / 2 ** SCALE_BITS);
}
