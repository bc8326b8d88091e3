import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutClip, preEmphasize, setLevel } from '../../../src/data/audio/clip.ts';
import { frontEndOf } from '../../../src/data/audio/features.ts';
import { Fft } from '../../../src/data/audio/fft.ts';
import type { AudioSettings } from '../../../src/data/audio/parameters.ts';
import { Resampler } from '../../../src/data/audio/resample.ts';
import { settleAudio } from '../../../src/data/audio/settings.ts';
import type { Tensor } from '../../../src/graph/graph.ts';
import { type SignalName, signal, vectors } from './signals.ts';

const EXPECTED = vectors();

/** Changes nothing. */
const SAME = new Resampler(16_000, 16_000);

const SLANEY = {
  frontEnd: 'log-mel',
  windowMs: 32,
  strideMs: 16,
  spectrum: 'power',
  melFormula: 'slaney',
  log: 'db',
  logFloor: 1e-8,
} as const satisfies AudioSettings;

const POWER = {
  frontEnd: 'log-mel',
  strideMs: 10,
  fftSize: 1024,
  spectrum: 'power',
  windowFunction: 'hamming-symmetric',
  melLower: 60,
  melUpper: 7600,
  logFloor: 1e-3,
} as const satisfies AudioSettings;

const EMPHASIZED = {
  frontEnd: 'log-mel',
  windowMs: 25,
  preEmphasis: 0.97,
  melLower: 0,
  melUpper: 4000,
} as const;

describe("front ends give TensorFlow's and librosa's numbers", () => {
  it.each<[string, SignalName, AudioSettings]>([
    ['kws/speech_like', 'speech_like', { frontEnd: 'kws' }],
    ['kws/noise', 'noise', { frontEnd: 'kws' }],
    ['kws/short', 'short', { frontEnd: 'kws' }],
    ['log_mel/default', 'short', { frontEnd: 'log-mel', windowMs: 25, strideMs: 10 }],
    ['log_mel/power', 'short', POWER],
    ['log_mel/pre_emphasis', 'short', EMPHASIZED],
    ['mfcc/default', 'short', { frontEnd: 'mfcc', windowMs: 25, strideMs: 10 }],
    ['slaney/40', 'short', { ...SLANEY, melLower: 0, melUpper: 8000 }],
    ['slaney/20', 'short', { ...SLANEY, melLower: 300, melUpper: 5000 }],
  ])('%s', (name, source, audio) => {
    const { shape, data } = EXPECTED.get(name)!;
    const input: Tensor = { name: 'input', shape: [1, ...shape, 1], dtype: 'float32' };
    const preprocessing = settleAudio({ settings: { audio }, input });
    const samples = Float64Array.from(signal(source), (value) => value / 32768);
    const features = frontEndOf(preprocessing, input).compute(
      cutClip(samples, preprocessing, SAME),
    ) as Float32Array;
    expect(features.length).toBe(data.length);
    const worst = features.reduce((max, value, i) => Math.max(max, Math.abs(value - Number(data[i]))), 0);
    expect(worst).toBeLessThan(1e-4);
  });
});

describe('the Fourier transform', () => {
  it('is what its definition says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 64 }),
        (bits, values) => {
          const size = 2 ** bits;
          const signal = Float64Array.from(values.slice(0, size));
          const power = new Fft(size).power(signal);
          power.forEach((value, k) => {
            let [re, im] = [0, 0];
            signal.forEach((x, n) => {
              re += x * Math.cos((2 * Math.PI * k * n) / size);
              im -= x * Math.sin((2 * Math.PI * k * n) / size);
            });
            expect(value).toBeCloseTo(re * re + im * im, 9);
          });
        },
      ),
    );
  });
});

describe('a clip', () => {
  const sound = Float64Array.of(1, 2, 3, 4, 5);

  it.each([
    ['start', 3, [1, 2, 3]],
    ['center', 3, [2, 3, 4]],
    ['end', 3, [3, 4, 5]],
    ['start', 8, [1, 2, 3, 4, 5, 0, 0, 0]],
    ['center', 8, [0, 0, 1, 2, 3, 4, 5, 0]],
    ['end', 8, [0, 0, 0, 1, 2, 3, 4, 5]],
    ['center', 5, [1, 2, 3, 4, 5]],
  ] as const)('at the %s, of %i samples', (align, length, expected) => {
    expect([...cutClip(sound, { clip: length, align }, SAME)]).toEqual(expected);
  });

  it('is divided by its highest sample, if there is one above 0', () => {
    expect([...setLevel(Float64Array.of(-4, 2), 'max')]).toEqual([-2, 1]);
    expect([...setLevel(Float64Array.of(-4, 2), 'peak')]).toEqual([-1, 0.5]);
    expect([...setLevel(Float64Array.of(-4, 2), 'none')]).toEqual([-4, 2]);
    expect([...setLevel(Float64Array.of(-4, 0), 'max')]).toEqual([-4, 0]);
  });

  it('loses a share of the sample before', () => {
    expect([...preEmphasize(Float64Array.of(1, 1, 3), 0.5)]).toEqual([1, 0.5, 2.5]);
  });
});
