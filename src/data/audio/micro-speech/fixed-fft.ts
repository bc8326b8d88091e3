/**
 * The Fourier transform of 512 real 16-bit integers as TFLM computes it: that of 256 complex ones, even samples as real
 * and odd ones as imaginary parts, in four stages of radix 4, then split. Every stage divides by its radix, so that
 * nothing overflows; products are of 1.15 fixed point, rounded, and every sum that is kept is one of 16 bits.
 */

/** Of the real transform. */
export const FFT_SIZE = 512;

/** Of the complex one. */
const SIZE = FFT_SIZE / 2;

const RADIX = 4;

/** One in 1.15 fixed point, nearly. */
const ONE = 32767;

/** Complex numbers: 16-bit real and imaginary parts by turns. */
type Complexes = Int16Array;

const rounded = (product: number): number => (((product + (1 << 14)) >> 15) << 16) >> 16;

/** Divides by a small number as the fixed-point code does, a little short. */
const divided = (x: number, by: number): number => rounded(x * Math.trunc(ONE / by));

function roots(count: number, angle: (k: number) => number): Complexes {
  const result = new Int16Array(2 * count);
  for (let k = 0; k < count; k++) {
    result[2 * k] = Math.floor(0.5 + ONE * Math.cos(angle(k)));
    result[2 * k + 1] = Math.floor(0.5 + ONE * Math.sin(angle(k)));
  }
  return result;
}

const TWIDDLES = roots(SIZE, (k) => (-2 * Math.PI * k) / SIZE);
const SPLIT_TWIDDLES = roots(SIZE / 2, (k) => -Math.PI * ((k + 1) / SIZE + 0.5));

/** Where the input of a stage-by-stage transform belongs: the number's base-4 digits in reverse. */
const ORDER = Int32Array.from({ length: SIZE }, (_, i) => {
  let reversed = 0;
  for (let rest = i, n = 1; n < SIZE; n *= RADIX, rest = Math.floor(rest / RADIX))
    reversed = reversed * RADIX + (rest % RADIX);
  return reversed;
});

/** The four numbers of a butterfly times their roots, real and imaginary parts. */
const re = new Int16Array(RADIX);
const im = new Int16Array(RADIX);

/** Four numbers, `gap` apart from `at` on, by the roots `step` apart. */
function butterfly(data: Complexes, at: number, gap: number, step: number): void {
  for (let leg = 0; leg < RADIX; leg++) {
    const place = 2 * (at + leg * gap);
    const x = divided(data[place]!, RADIX);
    const y = divided(data[place + 1]!, RADIX);
    const cos = TWIDDLES[2 * leg * step]!;
    const sin = TWIDDLES[2 * leg * step + 1]!;
    re[leg] = leg === 0 ? x : rounded(x * cos - y * sin);
    im[leg] = leg === 0 ? y : rounded(x * sin + y * cos);
  }
  // A sum of several that wraps at 16 bits once, as it is stored, is what wrapping each time gives.
  for (let leg = 0; leg < RADIX; leg++) {
    const place = 2 * (at + leg * gap);
    const sign = leg < 2 ? 1 : -1;
    const isEven = leg % 2 === 0;
    data[place] = isEven
      ? re[0]! + re[2]! + sign * (re[1]! + re[3]!)
      : re[0]! - re[2]! + sign * (im[1]! - im[3]!);
    data[place + 1] = isEven
      ? im[0]! + im[2]! + sign * (im[1]! + im[3]!)
      : im[0]! - im[2]! - sign * (re[1]! - re[3]!);
  }
}

function complexTransform(signal: Int16Array): Complexes {
  const data = new Int16Array(2 * SIZE);
  for (let i = 0; i < SIZE; i++) {
    data[2 * i] = signal[2 * ORDER[i]!]!;
    data[2 * i + 1] = signal[2 * ORDER[i]! + 1]!;
  }
  for (let gap = 1; gap < SIZE; gap *= RADIX) {
    const stride = SIZE / (RADIX * gap);
    for (let start = 0; start < SIZE; start += RADIX * gap)
      for (let k = 0; k < gap; k++) butterfly(data, start + k, gap, k * stride);
  }
  return data;
}

const toInt16 = (x: number): number => (x << 16) >> 16;

/** Writes the frequencies `k` and its mirror of the real transform; they come of the same two of the complex one. */
function split(half: Complexes, k: number, result: Complexes): void {
  const mirror = SIZE - k;
  const x = divided(half[2 * k]!, 2);
  const y = divided(half[2 * k + 1]!, 2);
  const mirrorX = divided(half[2 * mirror]!, 2);
  const mirrorY = divided(toInt16(-half[2 * mirror + 1]!), 2);
  const [sumX, sumY] = [toInt16(x + mirrorX), toInt16(y + mirrorY)];
  const [differenceX, differenceY] = [toInt16(x - mirrorX), toInt16(y - mirrorY)];
  const [cos, sin] = [SPLIT_TWIDDLES[2 * k - 2]!, SPLIT_TWIDDLES[2 * k - 1]!];
  const turnedX = rounded(differenceX * cos - differenceY * sin);
  const turnedY = rounded(differenceX * sin + differenceY * cos);
  result[2 * k] = (sumX + turnedX) >> 1;
  result[2 * k + 1] = (sumY + turnedY) >> 1;
  result[2 * mirror] = (sumX - turnedX) >> 1;
  result[2 * mirror + 1] = (turnedY - sumY) >> 1;
}

/**
 * Transforms a real signal.
 *
 * @param signal FFT_SIZE numbers
 * @returns the spectrum ÷ FFT_SIZE: FFT_SIZE / 2 + 1 complex numbers
 */
export function fixedFft(signal: Int16Array): Int16Array {
  const half = complexTransform(signal);
  const result = new Int16Array(2 * (SIZE + 1));
  const [even, odd] = [divided(half[0]!, 2), divided(half[1]!, 2)];
  result[0] = even + odd;
  result[2 * SIZE] = even - odd;
  for (let k = 1; k <= SIZE / 2; k++) split(half, k, result);
  return result;
}
