/** IEEE 754 half precision, which JavaScript of this age has no array for. */

/** The value of 16 bits: sign, 5 bits of exponent (bias 15), 10 bits of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Widens half-precision numbers, given as their bits; exact. */
export function widenHalves(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfToNumber);
}
