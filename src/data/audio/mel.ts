/** The mel scale: frequencies as the ear tells them apart, and the filters that sum a spectrum up on it. */

/**
 * Both ways to build filters. `htk`: 1127 · ln(1 + f / 700), triangles that are linear in mel and 1 at their peaks, and
 * nothing of frequency 0, as tf.signal.linear_to_mel_weight_matrix has it. `slaney`: linear up to 1 kHz and logarithmic
 * above, triangles that are linear in hertz and of equal area, as librosa.filters.mel has it.
 */
export const MEL_FORMULAS = ['htk', 'slaney'] as const;

/** The name of a formula. */
export type MelFormula = (typeof MEL_FORMULAS)[number];

/** One filter: weights of neighbouring frequencies. */
export interface MelFilter {
  /** The place of the first in the spectrum. */
  readonly first: number;
  readonly weights: Float64Array;
}

/** What filters are made of. */
export interface MelSettings {
  readonly formula: MelFormula;
  readonly sampleRate: number;
  /** Of the transform. */
  readonly fftSize: number;
  readonly bins: number;
  /** The edges of the lowest and of the highest filter, in Hz. */
  readonly lower: number;
  readonly upper: number;
}

/** Of Slaney's formula: hertz a mel below 1 kHz, where 1 kHz is, and mels for each factor of 6.4. */
const LINEAR_STEP = 200 / 3;
const BREAK_HERTZ = 1000;
const BREAK_MEL = BREAK_HERTZ / LINEAR_STEP;
const LOG_STEP = Math.log(6.4) / 27;

/** Hertz to mel and back. */
const SCALES: Readonly<Record<MelFormula, readonly [(hertz: number) => number, (mel: number) => number]>> = {
  htk: [(hertz) => 1127 * Math.log1p(hertz / 700), (mel) => 700 * Math.expm1(mel / 1127)],
  slaney: [
    (hertz) =>
      hertz < BREAK_HERTZ ? hertz / LINEAR_STEP : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP,
    (mel) => (mel < BREAK_MEL ? mel * LINEAR_STEP : BREAK_HERTZ * Math.exp((mel - BREAK_MEL) * LOG_STEP)),
  ],
};

/** Leaves the zeros around a filter out. */
function trim(weights: Float64Array): MelFilter {
  const first = weights.findIndex((weight) => weight > 0);
  const last = weights.findLastIndex((weight) => weight > 0);
  return first < 0
    ? { first: 0, weights: new Float64Array(0) }
    : { first, weights: weights.slice(first, last + 1) };
}

/** The filters, from low to high. One that lies between two frequencies of the spectrum has no weights. */
export function melFilters({ formula, sampleRate, fftSize, bins, lower, upper }: MelSettings): MelFilter[] {
  const [toMel, toHertz] = SCALES[formula];
  const [low, high] = [toMel(lower), toMel(upper)];
  const mels = Array.from({ length: bins + 2 }, (_, i) => low + ((high - low) * i) / (bins + 1));
  // Points on the axis on which the triangles are linear.
  const onAxis = formula === 'htk' ? toMel : (hertz: number): number => hertz;
  const edges = formula === 'htk' ? mels : mels.map(toHertz);
  const points = Array.from({ length: fftSize / 2 + 1 }, (_, k) => onAxis((k * sampleRate) / fftSize));
  return Array.from({ length: bins }, (_, bin) => {
    const [left, peak, right] = edges.slice(bin, bin + 3) as [number, number, number];
    const height = formula === 'htk' ? 1 : 2 / (right - left);
    const weights = Float64Array.from(points, (point, k) => {
      if (formula === 'htk' && k === 0) return 0;
      return height * Math.max(0, Math.min((point - left) / (peak - left), (right - point) / (right - peak)));
    });
    return trim(weights);
  });
}
