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

/** The products of a butterfly's last three numbers with their roots. */
const products = new Int16Array(2 * RADIX);

/** Four numbers, `gap` apart from `at` on, by the roots `step` apart. */
function butterfly(data: Complexes, at: number, gap: number, step: number): void {
  for (let leg = 0; leg < RADIX; leg++) {
    const place = 2 * (at + leg * gap);
    const [re, im] = [divided(data[place]!, RADIX), divided(data[place + 1]!, RADIX)];
    const [cos, sin] = [TWIDDLES[2 * leg * step]!, TWIDDLES[2 * leg * step + 1]!];
    products[2 * leg] = leg === 0 ? re : rounded(re * cos - im * sin);
    products[2 * leg + 1] = leg === 0 ? im : rounded(re * sin + im * cos);
  }
  const [re0, im0, re1, im1, re2, im2, re3, im3] = products as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const put = (leg: number, re: number, im: number): void => {
    data[2 * (at + leg * gap)] = re;
    data[2 * (at + leg * gap) + 1] = im;
  };
  // Sums of more than two wrap at 16 bits only once, at the end, which gives the same.
  put(0, re0 + re2 + re1 + re3, im0 + im2 + im1 + im3);
  put(1, re0 - re2 + im1 - im3, im0 - im2 - re1 + re3);
  put(2, re0 + re2 - re1 - re3, im0 + im2 - im1 - im3);
  put(3, re0 - re2 - im1 + im3, im0 - im2 + re1 - re3);
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
  for (let k = 1; k <= SIZE / 2; k++) {
    const mirror = SIZE - k;
    const [re, im] = [divided(half[2 * k]!, 2), divided(half[2 * k + 1]!, 2)];
    // The negated part is cut to 16 bits before it is divided.
    const [mirrorRe, mirrorIm] = [
      divided(half[2 * mirror]!, 2),
      divided((-half[2 * mirror + 1]! << 16) >> 16, 2),
    ];
    const [sumRe, sumIm, differenceRe, differenceIm] = Int16Array.of(
      re + mirrorRe,
      im + mirrorIm,
      re - mirrorRe,
      im - mirrorIm,
    ) as unknown as [number, number, number, number];
    const [cos, sin] = [SPLIT_TWIDDLES[2 * k - 2]!, SPLIT_TWIDDLES[2 * k - 1]!];
    const turnedRe = rounded(differenceRe * cos - differenceIm * sin);
    const turnedIm = rounded(differenceRe * sin + differenceIm * cos);
    result[2 * k] = (sumRe + turnedRe) >> 1;
    result[2 * k + 1] = (sumIm + turnedIm) >> 1;
    result[2 * mirror] = (sumRe - turnedRe) >> 1;
    result[2 * mirror + 1] = (turnedIm - sumIm) >> 1;
  }
  return result;
}
