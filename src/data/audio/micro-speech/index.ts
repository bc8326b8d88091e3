/**
 * The front end of TFLM's micro_speech example, integer by integer: what its audio_preprocessor_int8.tflite computes.
 * Window, Fourier transform, filters on the mel scale, square root, noise reduction, gain control, logarithm.
 *
 * What each step is was learnt from TFLM's `signal` library and from the example's audio_preprocessor.py.
 */
import { CHANNELS, filterEnergies, WEIGHT_BITS } from './filterbank.ts';
import { FFT_SIZE, fixedFft } from './fixed-fft.ts';
import { controlGain } from './gain.ts';
import { scaledLog } from './logarithm.ts';

/** All that cannot be chosen, in samples of 16 kHz: a window of 30 ms every 20 ms. */
export const MICRO_SPEECH = { sampleRate: 16_000, window: 480, stride: 320, channels: CHANNELS } as const;

/** Whole numbers of 1 in the window's values are 2 to the power of this. */
const WINDOW_BITS = 12;

/** Of the noise estimate: its fractional bits, and the shares by which it follows even and odd channels, in 16,384ths. */
const NOISE_BITS = 10;
const NOISE_ONE = 2 ** 14;
const SMOOTHING = [0.025, 0.06].map((share) => Math.trunc(share * NOISE_ONE)) as [number, number];

/** The share of the signal that stays whatever the noise is, in 16,384ths. */
const LEAST_SIGNAL = Math.trunc(0.05 * NOISE_ONE);

/** What the transform (÷ 512) and the root of the weights (× 64) took away and added, in bits. */
const CORRECTION_BITS = Math.log2(FFT_SIZE) - WEIGHT_BITS / 2;

const LOG_SCALE = 64;

const WINDOW = Int16Array.from({ length: MICRO_SPEECH.window }, (_, i) => {
  const value = 0.5 - 0.5 * Math.cos(((2 * Math.PI) / MICRO_SPEECH.window) * (i + 0.5));
  return Math.round(value * 2 ** WINDOW_BITS);
});

/**
 * By how many bits a signal can grow. TFLM keeps the maximum in 16 bits, where that of −32,768 is negative, and lets
 * nothing grow where the maximum comes out as 0.
 */
function headroom(signal: Int16Array): number {
  let highest = 0;
  for (const value of signal) {
    if (value > highest) highest = value;
    else if (-value > highest) highest = (-value << 16) >> 16;
  }
  return highest === 0 ? 0 : Math.max(0, Math.clz32(highest) - 17);
}

/** The root of a whole number below 2⁵³, rounded; below 2³² it is at most 65,535, as in TFLM. */
function root(x: number): number {
  const floor = Math.floor(Math.sqrt(x));
  const isCloserToNext = x - floor * floor > floor;
  return isCloserToNext && !(x < 2 ** 32 && floor === 0xffff) ? floor + 1 : floor;
}

/** Turns frames into features, one after the other: the estimate of the noise goes on from frame to frame. */
class Pipeline {
  readonly #noise = new Float64Array(CHANNELS);

  /** @param frame as many samples as the window has */
  next(frame: Int16Array): number[] {
    const signal = new Int16Array(FFT_SIZE);
    for (let i = 0; i < frame.length; i++) signal[i] = (frame[i]! * WINDOW[i]!) >> WINDOW_BITS;
    const shift = headroom(signal);
    const energies = filterEnergies(fixedFft(signal.map((value) => value << shift)));
    return Array.from(energies, (energy, channel) => {
      const quiet = this.#reduceNoise(root(energy) >>> shift, channel);
      const loud = controlGain(quiet, this.#noise[channel]!);
      return Math.min(32767, scaledLog((loud << CORRECTION_BITS) >>> 0, LOG_SCALE));
    });
  }

  /** The signal without what is always there; updates what that is. */
  #reduceNoise(signal: number, channel: number): number {
    const scaled = (signal << NOISE_BITS) >>> 0;
    const smoothing = SMOOTHING[channel % 2]!;
    const estimate = Math.floor(
      (scaled * smoothing + this.#noise[channel]! * (NOISE_ONE - smoothing)) / NOISE_ONE,
    );
    this.#noise[channel] = estimate;
    const rest = (scaled - Math.min(estimate, scaled)) >>> NOISE_BITS;
    return Math.max(rest, Math.floor((signal * LEAST_SIGNAL) / NOISE_ONE));
  }
}

/**
 * The features of a sound: of each frame CHANNELS whole numbers from 0 to about 670.
 *
 * @param samples at least window + (frames − 1) × stride of them
 */
export function microSpeechFeatures(samples: Int16Array, frames: number): Int16Array {
  const pipeline = new Pipeline();
  const result = new Int16Array(frames * CHANNELS);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * MICRO_SPEECH.stride;
    result.set(pipeline.next(samples.subarray(start, start + MICRO_SPEECH.window)), frame * CHANNELS);
  }
  return result;
}

/** Features as the example's network takes them, int8: (256 × feature + 333) / 666 − 128. */
export function toInt8(features: Int16Array): Int8Array {
  return Int8Array.from(features, (feature) => Math.min(127, Math.trunc((feature * 256 + 333) / 666) - 128));
}

/** Features as the example's network is trained with, float: feature / 25.6, from 0 to about 26. */
export function toReal(features: Int16Array): Float32Array {
  return Float32Array.from(features, (feature) => Math.fround(feature) / Math.fround(25.6));
}
