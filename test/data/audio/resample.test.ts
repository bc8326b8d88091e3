import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from '../../../src/data/audio/resample.ts';

const sine = (hertz: number, rate: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));

function resample(samples: Float64Array, from: number, to: number): Float64Array {
  const resampler = new Resampler(from, to);
  return resampler.convert(samples, 0, resampler.lengthOf(samples.length));
}

/** The largest difference away from the ends, where the sound begins out of silence. */
function middleError(got: Float64Array, want: Float64Array, margin: number): number {
  let worst = 0;
  for (let i = margin; i < got.length - margin; i++) worst = Math.max(worst, Math.abs(got[i]! - want[i]!));
  return worst;
}

describe('resampling', () => {
  it.each([
    [44_100, 16_000, 440],
    [44_100, 16_000, 6000],
    [48_000, 16_000, 3000],
    [22_050, 16_000, 1000],
    [8000, 16_000, 2500],
    [16_000, 8000, 3000],
    [11_025, 16_000, 100],
  ])('from %i to %i Hz keeps a sine of %i Hz where it is', (from, to, hertz) => {
    const got = resample(sine(hertz, from, from / 5), from, to);
    expect(got.length).toBe(Math.ceil(to / 5));
    expect(middleError(got, sine(hertz, to, got.length), 200)).toBeLessThan(2e-3);
  });

  it('keeps out what the lower rate cannot hold', () => {
    const got = resample(sine(9500, 44_100, 8820), 44_100, 16_000);
    expect(middleError(got, new Float64Array(got.length), 200)).toBeLessThan(1e-3);
  });

  it('keeps a constant as it is', () => {
    const got = resample(new Float64Array(3000).fill(0.25), 48_000, 16_000);
    expect(middleError(got, new Float64Array(got.length).fill(0.25), 40)).toBeLessThan(1e-12);
  });

  it('gives any part of a sound, and silence around it', () => {
    const sound = sine(440, 44_100, 1000);
    const all = resample(sound, 44_100, 16_000);
    const part = new Resampler(44_100, 16_000).convert(sound, -5, all.length + 10);
    expect([...part]).toEqual([0, 0, 0, 0, 0, ...all, 0, 0, 0, 0, 0]);
  });

  it('gives finite numbers for any rates, and the same sound for the same rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (from, to, values) => {
          const samples = Float64Array.from(values);
          const got = resample(samples, from, to);
          expect(got.length).toBe(Math.ceil((values.length * to) / from));
          expect(got.every(Number.isFinite)).toBe(true);
          if (from === to) expect(got).toEqual(samples);
        },
      ),
      { numRuns: 100 },
    );
  });
});
