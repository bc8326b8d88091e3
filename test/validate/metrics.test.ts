import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyStatistics, median, nearestRank, roundLatency } from '../../src/validate/metrics.ts';

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const values = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 });

describe('the nearest rank', () => {
  it('is the value that the textbook gives', () => {
    expect(nearestRank([15, 20, 35, 40, 50], 0.3)).toBe(20);
    expect(nearestRank([15, 20, 35, 40, 50], 0.4)).toBe(20);
    expect(nearestRank([15, 20, 35, 40, 50], 1)).toBe(50);
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(nearestRank(hundred, 0.95)).toBe(95);
    expect(nearestRank(hundred.slice(0, 20), 0.95)).toBe(19);
    expect(nearestRank([7], 0.95)).toBe(7);
  });

  it('is the smallest value that enough of the others do not exceed', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const sorted = ascending(list);
        const found = nearestRank(sorted, percent / 100);
        // Counted in whole numbers, so that nothing is rounded.
        const enough = (value: number): boolean =>
          100 * list.filter((each) => each <= value).length >= percent * list.length;
        expect(found).toBe(sorted.find(enough));
      }),
    );
  });
});

describe('the median', () => {
  it('is in the middle', () => {
    expect(median([5])).toBe(5);
    expect(median([1, 5, 9])).toBe(5);
    expect(median([1, 4, 5, 9])).toBe(4.5);
  });

  it('has as many values above it as below', () => {
    fc.assert(
      fc.property(values, (list) => {
        const middle = median(ascending(list));
        const below = list.filter((each) => each < middle).length;
        const above = list.filter((each) => each > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(list.length / 2);
      }),
    );
  });
});

describe('the statistics of latencies', () => {
  it('are in the unit, to as many digits as mean something', () => {
    expect(latencyStatistics([160, 320, 481], 1.6, 'instructions (QEMU)')).toEqual({
      unit: 'instructions (QEMU)',
      min: 100,
      median: 200,
      p95: 301,
      max: 301,
    });
    expect(latencyStatistics([1_234_567], 100, 'us')).toMatchObject({ min: 12345.67, median: 12345.67 });
    expect(roundLatency(0.125, 'us')).toBe(0.13);
  });

  it('do not depend on the order of the samples, and are ordered themselves', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(1, 1.024, 1.6, 100), (list, ticksPerUnit) => {
        const statistics = latencyStatistics(list, ticksPerUnit, 'us');
        expect(latencyStatistics([...list].reverse(), ticksPerUnit, 'us')).toEqual(statistics);
        const { min, median: middle, p95, max } = statistics;
        expect(ascending([min, middle, max])).toEqual([min, middle, max]);
        expect(ascending([min, p95, max])).toEqual([min, p95, max]);
        expect(max).toBeCloseTo(Math.max(...list) / ticksPerUnit, 1);
      }),
    );
  });
});
