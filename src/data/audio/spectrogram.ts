/** Sounds as spectrograms on the mel scale, and as cepstral coefficients. */
import { Fft } from './fft.ts';
import { type MelFilter, melFilters } from './mel.ts';
import type { SpectrogramSettings } from './parameters.ts';
import { windowValues } from './windows.ts';

/** A number of milliseconds in whole samples. */
export function samplesIn(ms: number, sampleRate: number): number {
  return Math.floor((ms * sampleRate) / 1000 + 1e-9);
}

/** The rows of the cosine transform of type II, each scaled by √(2 / bins) as in HTK, also the first. */
function cosines(count: number, bins: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from(
      { length: bins },
      (_, n) => Math.sqrt(2 / bins) * Math.cos((Math.PI / bins) * k * (n + 0.5)),
    ),
  );
}

function dot(values: Float64Array, weights: Float64Array, first: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += values[first + i]! * weights[i]!;
  return sum;
}

/** Computes spectrograms; what they need is computed once. */
export class Spectrograph {
  readonly #settings: SpectrogramSettings;
  readonly #stride: number;
  readonly #window: Float64Array;
  readonly #fft: Fft;
  readonly #filters: readonly MelFilter[];
  readonly #cosines: readonly Float64Array[];

  constructor(settings: SpectrogramSettings, sampleRate: number) {
    const { fftSize, melBins, melLower, melUpper, melFormula } = settings;
    this.#settings = settings;
    this.#stride = samplesIn(settings.strideMs, sampleRate);
    this.#window = windowValues(settings.windowFunction, samplesIn(settings.windowMs, sampleRate));
    this.#fft = new Fft(fftSize);
    this.#filters = melFilters({
      formula: melFormula,
      sampleRate,
      fftSize,
      bins: melBins,
      lower: melLower,
      upper: melUpper,
    });
    this.#cosines = cosines(settings.dctCount, melBins);
  }

  /** The numbers of one frame: mel bins, or coefficients. */
  get width(): number {
    return this.#settings.dctCount || this.#settings.melBins;
  }

  /**
   * The features of a clip, frame by frame; the first begins with the clip.
   *
   * @param clip at least window + (frames − 1) × stride samples
   */
  compute(clip: Float64Array, frames: number): Float64Array {
    const result = new Float64Array(frames * this.width);
    for (let frame = 0; frame < frames; frame++) {
      const start = frame * this.#stride;
      const windowed = this.#window.map((value, i) => value * clip[start + i]!);
      result.set(this.#features(windowed), frame * this.width);
    }
    return result;
  }

  #features(windowed: Float64Array): Float64Array {
    const { spectrum, log, logFloor } = this.#settings;
    const power = this.#fft.power(windowed);
    const lines = spectrum === 'power' ? power : power.map(Math.sqrt);
    const mel = Float64Array.from(this.#filters, ({ first, weights }) => {
      const sum = dot(lines, weights, first) + logFloor;
      return log === 'db' ? 10 * Math.log10(sum) : Math.log(sum);
    });
    if (this.#cosines.length === 0) return mel;
    return Float64Array.from(this.#cosines, (row) => dot(mel, row, 0));
  }
}
