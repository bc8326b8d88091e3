/** The signals of scripts/oracle/audio_vectors.py, to the bit: only what comes of them is kept in vectors.npz. */
import { readFileSync } from 'node:fs';
import { npz } from '../../../src/data/npz.ts';
import type { TensorData } from '../../../src/graph/dtype.ts';

/** Length in samples, seed, right shift of the noise, period and amplitude of a square wave. */
const SIGNALS = {
  silence: [16_000, 1, 16, 1000, 0],
  quiet: [16_000, 2, 12, 80, 3],
  speech_like: [16_000, 3, 5, 123, 2500],
  noise: [16_000, 4, 0, 1000, 0],
  square: [16_000, 5, 14, 37, 32_767],
  lowest: [16_000, 6, 16, 100_000, -32_768],
  one: [16_000, 7, 16, 700, 1],
  short: [4000, 8, 3, 64, 6000],
} as const;

/** The names of the signals. */
export type SignalName = keyof typeof SIGNALS;

/** All of them. */
export const SIGNAL_NAMES = Object.keys(SIGNALS) as SignalName[];

/** 16-bit samples: noise whose loudness changes every 1,500 samples, on a square wave. */
export function signal(name: SignalName): Int16Array {
  const [length, seed, shift, period, amplitude] = SIGNALS[name];
  let state: number = seed;
  return Int16Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = ((state >>> 16) - 32_768) >> (shift + (Math.floor(i / 1500) % 3));
    const wave = i % period < period / 2 || period > length ? amplitude : -amplitude;
    return Math.min(32_767, Math.max(-32_768, noise + wave));
  });
}

/** What the oracles made of the signals, by name. */
export function vectors(): ReadonlyMap<string, { shape: readonly number[]; data: TensorData }> {
  const path = new URL('vectors.npz', import.meta.url).pathname;
  return new Map(npz.read(readFileSync(path), path, {}).map(({ name, ...array }) => [name, array]));
}
