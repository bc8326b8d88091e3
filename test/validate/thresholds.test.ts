import { describe, expect, it } from 'vitest';
import { checkThresholds, requireCheckable } from '../../src/validate/thresholds.ts';
import { thrown } from '../support/errors.ts';

const latency = { unit: 'us', min: 10, median: 20, p95: 30, max: 40 };
const figures = { accuracy: 0.9, agreement: 0.99, latency };

describe('thresholds', () => {
  it('demand nothing but that every byte is the host’s, unless told otherwise', () => {
    expect(checkThresholds({}, figures)).toEqual([
      { name: 'agreement', limit: 1, value: 0.99, passed: false },
    ]);
    expect(checkThresholds({}, { ...figures, agreement: 1 })[0]!.passed).toBe(true);
  });

  it('pass where they are just met', () => {
    const limits = { minAgreement: 0.99, minAccuracy: 0.9, maxLatency: { value: 20, unit: 'us' } };
    expect(checkThresholds(limits, figures)).toEqual([
      { name: 'agreement', limit: 0.99, value: 0.99, passed: true },
      { name: 'accuracy', limit: 0.9, value: 0.9, passed: true },
      { name: 'latency', limit: 20, value: 20, passed: true },
    ]);
  });

  it('fail where they are just missed', () => {
    const limits = { minAgreement: 0.991, minAccuracy: 0.901, maxLatency: { value: 19.99, unit: 'us' } };
    expect(checkThresholds(limits, figures).map((check) => check.passed)).toEqual([false, false, false]);
  });

  it.each([
    [{ minAccuracy: 0.5 }, '--min-accuracy', '--labels'],
    [{ minAgreement: 90 }, '--min-agreement', '0 to 1'],
    [{ minAgreement: Number.NaN }, '--min-agreement', '0 to 1'],
    [{ minAgreement: -0.1 }, '--min-agreement', '0 to 1'],
  ])('are refused before anything runs: %j', (limits, where, hint) => {
    const error = thrown('usage', () => requireCheckable(limits, false, 'us'));
    expect(error.where).toBe(where);
    expect(error.hint).toContain(hint);
  });

  it('are refused in a unit that is not the board’s', () => {
    const maxLatency = { value: 5, unit: 'us' };
    const error = thrown('usage', () => requireCheckable({ maxLatency }, true, 'instructions (QEMU)'));
    expect(error.message).toBe("the board's latencies are in instructions (QEMU), not in us");
  });
});
