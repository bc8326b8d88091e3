import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetryTimer } from '../../src/link/retry-timer.ts';

describe('the wait before a repetition', () => {
  it('follows the times that answers take', () => {
    const timer = new RetryTimer(1000, 8000);
    expect(timer.typicalMs).toBeUndefined();
    expect(timer.waitMs).toBe(1000);
    for (let i = 0; i < 100; i++) timer.answered(200);
    expect(timer.typicalMs).toBeCloseTo(200);
    expect(timer.waitMs).toBeCloseTo(300);
  });

  it('doubles up to its longest while nothing comes, and stays there until an answer', () => {
    const timer = new RetryTimer(1000, 8000);
    const waits = Array.from({ length: 5 }, () => {
      timer.expired();
      return timer.waitMs;
    });
    expect(waits).toEqual([2000, 4000, 8000, 8000, 8000]);
    timer.answered(100);
    expect(timer.waitMs).toBeLessThan(1000);
  });

  it('is never shorter than the typical time, or than what it was before it expired', () => {
    const event = fc.oneof(fc.constant('expired' as const), fc.double({ min: 0, max: 60_000, noNaN: true }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const timer = new RetryTimer(250, 1000);
        for (const each of events) {
          const before = timer.waitMs;
          if (each === 'expired') {
            timer.expired();
            expect(timer.waitMs).toBeGreaterThanOrEqual(before);
          } else {
            timer.answered(each);
            expect(timer.waitMs).toBeGreaterThanOrEqual(timer.typicalMs!);
          }
          expect(timer.waitMs).toBeGreaterThan(0);
        }
      }),
    );
  });
});
