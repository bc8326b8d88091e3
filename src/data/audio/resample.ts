/**
 * Changes a sound's sample rate by a polyphase filter: every new sample is a weighted sum of the old ones around it.
 * The weights are those of an ideal low-pass filter, a sinc, under a Kaiser window.
 */

/** Zeros of the sinc on each side: how sharp the filter is. */
const ZEROS = 16;

/** Of the Kaiser window: what is to be kept out is weaker by about 80 dB. */
const BETA = 8;

/** The share of the lower rate's band that passes; the rest is where the filter falls. */
const PASS_BAND = 0.92;

/** So many phases are remembered; usual pairs of rates have at most 640. */
const MOST_TABLES = 4096;

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** The modified Bessel function of order 0, by its series. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** The filter at `x` old samples from its middle; `cutoff` is a share of the old rate's band. */
function weightAt(x: number, cutoff: number, reach: number): number {
  if (Math.abs(x) >= reach) return 0;
  const phase = Math.PI * x * cutoff;
  const sinc = phase === 0 ? 1 : Math.sin(phase) / phase;
  return (sinc * bessel0(BETA * Math.sqrt(1 - (x / reach) ** 2))) / bessel0(BETA);
}

/** The weights of the old samples for new ones that lie `fraction` behind an old one; they sum to 1. */
function phaseWeights(fraction: number, cutoff: number, reach: number): Float64Array {
  const side = Math.ceil(reach);
  const weights = Float64Array.from({ length: 2 * side }, (_, i) =>
    weightAt(i - side + 1 - fraction, cutoff, reach),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Converts sounds from one sample rate to another. */
export class Resampler {
  /** New sample k is at the time of old sample k · step / phases. */
  readonly #step: number;
  readonly #phases: number;
  readonly #cutoff: number;
  readonly #weights = new Map<number, Float64Array>();

  /**
   * @param from the sounds' rate in Hz, a whole number
   * @param to the wanted one
   */
  constructor(from: number, to: number) {
    const divisor = greatestDivisor(from, to);
    this.#step = from / divisor;
    this.#phases = to / divisor;
    this.#cutoff = Math.min(1, to / from) * PASS_BAND;
  }

  /** How many new samples fill the time of `count` old ones. */
  lengthOf(count: number): number {
    return this.#step === this.#phases ? count : Math.ceil((count * this.#phases) / this.#step);
  }

  /**
   * New samples `first`, first + 1, … Outside of the sound is silence, and nothing is delayed.
   *
   * @param first may be negative
   */
  convert(samples: Float64Array, first: number, count: number): Float64Array {
    const end = this.lengthOf(samples.length);
    return Float64Array.from({ length: count }, (_, i) => {
      const k = first + i;
      if (k < 0 || k >= end) return 0;
      return this.#step === this.#phases ? samples[k]! : this.#sampleAt(samples, k);
    });
  }

  #sampleAt(samples: Float64Array, k: number): number {
    const weights = this.#weightsOf((k * this.#step) % this.#phases);
    const start = Math.floor((k * this.#step) / this.#phases) - weights.length / 2 + 1;
    let sum = 0;
    const end = Math.min(weights.length, samples.length - start);
    for (let i = Math.max(0, -start); i < end; i++) sum += weights[i]! * samples[start + i]!;
    return sum;
  }

  #weightsOf(phase: number): Float64Array {
    let weights = this.#weights.get(phase);
    if (weights === undefined) {
      weights = phaseWeights(phase / this.#phases, this.#cutoff, ZEROS / this.#cutoff);
      if (this.#weights.size < MOST_TABLES) this.#weights.set(phase, weights);
    }
    return weights;
  }
}
