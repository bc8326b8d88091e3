/** The 40 filters of the micro_speech front end: triangles on the mel scale, in integers. */
import { FFT_SIZE } from './fixed-fft.ts';

/** How many filters there are. */
export const CHANNELS = 40;

const SAMPLE_RATE = 16_000;
const LOWER = 125;
const UPPER = 7500;

/** Weights of 1 are 2 to the power of this. */
export const WEIGHT_BITS = 12;

const f32 = Math.fround;
const HERTZ_PER_BIN = SAMPLE_RATE / FFT_SIZE;

/** 1127 · ln(1 + f / 700) in single precision, as the filters were computed. */
const toMel = (hertz: number): number => f32(1127 * f32(Math.log1p(f32(f32(hertz) / 700))));

/** The first frequency of the spectrum that counts. */
const FIRST = Math.round(1 + LOWER / HERTZ_PER_BIN);

/**
 * Each frequency lies between the peaks of two filters: it counts for the lower one by `weight`, for the upper one by
 * `rest`. `lower` is the lower one's number, −1 where there is only an upper one, which above the last is none.
 */
interface Share {
  readonly frequency: number;
  readonly lower: number;
  readonly weight: number;
  readonly rest: number;
}

function computeShares(): Share[] {
  const [low, high] = [toMel(LOWER), toMel(UPPER)];
  const spacing = f32(f32(high - low) / (CHANNELS + 1));
  const peaks = Array.from({ length: CHANNELS + 1 }, (_, i) => f32(low + f32(spacing * (i + 1))));
  const shares: Share[] = [];
  let frequency = FIRST;
  for (const [i, peak] of peaks.entries()) {
    const width = f32(peak - (peaks[i - 1] ?? low));
    for (; toMel(frequency * HERTZ_PER_BIN) <= peak; frequency++) {
      const exact = f32(f32(peak - toMel(frequency * HERTZ_PER_BIN)) / width);
      const weight = Math.trunc(exact * 2 ** WEIGHT_BITS);
      const rest = Math.trunc(f32(1 - exact) * 2 ** WEIGHT_BITS);
      shares.push({ frequency, lower: i - 1, weight, rest });
    }
  }
  return shares;
}

const SHARES: readonly Share[] = computeShares();

/**
 * Sums the energy of each filter.
 *
 * @param spectrum complex numbers, real and imaginary parts by turns
 * @returns CHANNELS whole numbers below 2⁵³
 */
export function filterEnergies(spectrum: Int16Array): Float64Array {
  const bands = new Float64Array(CHANNELS + 1);
  for (const { frequency, lower, weight, rest } of SHARES) {
    const [re, im] = [spectrum[2 * frequency]!, spectrum[2 * frequency + 1]!];
    const energy = re * re + im * im;
    if (lower >= 0) bands[lower]! += weight * energy;
    bands[lower + 1]! += rest * energy;
  }
  return bands.subarray(0, CHANNELS);
}
