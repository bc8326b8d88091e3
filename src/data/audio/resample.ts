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

/**
 * Resamples a sound. Outside of it is silence. New sample k is at the time of old sample k × from / to, so nothing is
 * delayed.
 *
 * @param from its sample rate in Hz
 * @param to the wanted one
 * @returns as many samples as fill the same time, rounded up
 */
export function resample(samples: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return samples;
  const divisor = greatestDivisor(from, to);
  const [step, phases] = [from / divisor, to / divisor];
  const cutoff = Math.min(1, to / from) * PASS_BAND;
  const reach = ZEROS / cutoff;
  const side = Math.ceil(reach);
  const tables = new Map<number, Float64Array>();
  return Float64Array.from({ length: Math.ceil((samples.length * phases) / step) }, (_, k) => {
    const base = Math.floor((k * step) / phases);
    const phase = (k * step) % phases;
    const weights = tables.get(phase) ?? phaseWeights(phase / phases, cutoff, reach);
    tables.set(phase, weights);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * (samples[base + i - side + 1] ?? 0);
    return sum;
  });
}
