import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationParameters, biasScale, scaleForBias, weightScale } from '../../src/quantize/parameters.ts';
import { quantizeActivation, quantizeBias, quantizeWeights } from '../../src/quantize/quantize-constants.ts';

const real = fc.float({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
const positive = fc.float({ min: Math.fround(1e-5), max: 1e4, noNaN: true });

describe('activationParameters', () => {
  it('represents zero exactly and covers the range within half a step', () => {
    fc.assert(
      fc.property(real, real, (a, b) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(min !== 0 || max !== 0);
        const { scale, zeroPoint } = activationParameters({ min, max });
        const [step, zero] = [scale[0]!, zeroPoint[0]!];
        expect(Math.fround(step)).toBe(step);
        expect(Number.isInteger(zero) && zero >= -128 && zero <= 127).toBe(true);
        expect((-128 - zero) * step).toBeLessThanOrEqual(Math.min(min, 0) + 0.5001 * step);
        expect((127 - zero) * step).toBeGreaterThanOrEqual(Math.max(max, 0) - 0.5001 * step);
        expect(step * 254).toBeLessThanOrEqual(Math.max(1.5e-6, Math.max(max, 0) - Math.min(min, 0)));
      }),
    );
  });

  it.each([
    // Ranges of ResNet-8's activations, and the parameters that TensorFlow 2.21's converter computed from them.
    [0, 255, 1, -128],
    [-23.142831802368164, 21.781692504882812, 0.176174595952034, 3],
    [-19.439441680908203, 15.482558250427246, 0.13694901764392853, 14],
    [-7.652442932128906, 18.481727600097656, 0.10248694568872452, -53],
    [-11.200211524963379, 24.04416847229004, 0.13821326196193695, -47],
    [0, 9.477874755859375, Math.fround(9.477874755859375 / 255), -128],
    [-34.22322082519531, 5.432657241821289, 0.1555132418870926, 92],
  ])('is to the last bit what the converter computes for [%f, %f]', (min, max, scale, zero) => {
    expect(activationParameters({ min, max })).toEqual({ scale: [scale], zeroPoint: [zero], axis: 0 });
  });

  it('gives a tensor of zeros a scale that kernels can reach', () => {
    expect(activationParameters({ min: 0, max: 0 })).toEqual({ scale: [0.5], zeroPoint: [0], axis: 0 });
  });

  it('widens a range that is too narrow', () => {
    expect(activationParameters({ min: 0, max: 1e-9 }).scale).toEqual([Math.fround(Math.fround(1e-6) / 255)]);
  });
});

describe('weights and biases', () => {
  it('quantizes weights within ±127 to the nearest step', () => {
    fc.assert(
      fc.property(fc.array(real, { minLength: 1, maxLength: 20 }), (values) => {
        const weights = Float32Array.from(values);
        const most = weights.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
        const scale = weightScale(most);
        const integers = quantizeWeights(weights, [weights.length], {
          scale: [scale],
          zeroPoint: [0],
          axis: 0,
        });
        integers.forEach((q, i) => {
          expect(Math.abs(q)).toBeLessThanOrEqual(127);
          expect(Math.abs(q * scale - weights[i]!)).toBeLessThanOrEqual(0.5001 * scale);
        });
        if (most > 1e-6) expect(Math.max(...integers.map(Math.abs))).toBe(127);
      }),
    );
  });

  it('takes the scale of the channel, whichever axis it is', () => {
    const values = Float32Array.of(1, 20, 3, 40);
    const scale = [1, 10];
    expect([...quantizeWeights(values, [2, 2], { scale, zeroPoint: [0, 0], axis: 1 })]).toEqual([1, 2, 3, 4]);
    expect([...quantizeWeights(values, [2, 2], { scale, zeroPoint: [0, 0], axis: 0 })]).toEqual([
      1, 20, 0, 4,
    ]);
  });

  it('raises a scale just so far that the bias fits', () => {
    fc.assert(
      fc.property(
        positive,
        fc.float({ min: Math.fround(1e-12), max: 1, noNaN: true }),
        positive,
        (bias, scale, input) => {
          const raised = scaleForBias(scale, input, bias);
          expect(raised).toBeGreaterThanOrEqual(scale * (1 - 1e-6));
          const quant = { scale: [biasScale(input, raised)], zeroPoint: [0], axis: 0 };
          const [q] = quantizeBias(Float32Array.of(bias), quant);
          expect(q!).toBeLessThan(2 ** 30 * (1 + 1e-6));
          if (raised !== scale) expect(q!).toBeGreaterThan(2 ** 30 * (1 - 1e-6));
        },
      ),
    );
  });

  it('quantizes constants that are used as activations around their zero point', () => {
    const quant = activationParameters({ min: -1, max: 3 });
    expect([...quantizeActivation(Float32Array.of(-1, 0, 3, 9), quant)]).toEqual([-128, -64, 127, 127]);
  });
});
