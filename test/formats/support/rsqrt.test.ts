import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchNormalization, reciprocalSqrt } from '../../../src/formats/support/rsqrt.ts';

const positive = fc.double({ min: 1e-20, max: 1e20, noNaN: true }).map(Math.fround);

describe('reciprocalSqrt', () => {
  // What fits all weights of MLPerf Tiny's resnet8 and ad, which TensorFlow folded on an Intel processor.
  it.each([
    [1.0010000467300415, 0.9995002150535583],
    [2, 0.7071067094802856],
    [0.3571000099182129, 1.6734204292297363],
    [17.25, 0.24077169597148895],
    [1.000000013351432e-10, 100000],
    [123456, 0.002846058923751116],
  ])('of %f is %f to the last bit', (x, expected) => {
    expect(reciprocalSqrt(x)).toBe(expected);
  });

  it('is a few units in the last place off, and scales by powers of four', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const result = reciprocalSqrt(x);
        expect(Math.abs(result * Math.sqrt(x) - 1)).toBeLessThan(2 ** -21.5);
        expect(Math.fround(result)).toBe(result);
        expect(reciprocalSqrt(4 * x)).toBe(result / 2);
      }),
    );
  });
});

describe('batchNormalization', () => {
  it('is one factor and one summand a channel', () => {
    const { scale, offset } = batchNormalization([1, 2], [3, 8], 1, [2, 3], [5, 7]);
    expect([...scale].map((one) => one.toFixed(5))).toEqual(['1.00000', '1.00000']);
    expect([...offset].map((one) => one.toFixed(5))).toEqual(['4.00000', '5.00000']);
  });

  it('takes γ for 1 and β for 0 where they are left out', () => {
    const { scale, offset } = batchNormalization([3], [4], 0);
    expect(scale[0]).toBeCloseTo(0.5, 6);
    expect(offset[0]).toBeCloseTo(-1.5, 6);
  });

  it('gives infinity and NaN for variances that are none, which later checks refuse', () => {
    const { scale } = batchNormalization([0, 0, 0], [0, -1, Infinity], 0);
    expect([...scale]).toEqual([Infinity, Number.NaN, 0]);
  });
});
