/** Figures about many inferences. */
import type { LatencyStatistics } from '../common/validation-report.ts';

/**
 * The p-quantile by the nearest rank: the smallest of the values which at least the share p of them does not exceed.
 *
 * @param sorted ascending, at least one
 * @param p above 0, at most 1
 */
export function nearestRank(sorted: ArrayLike<number>, p: number): number {
  // The tolerance is for products such as 0.95 × 20, which are whole numbers but for their last bit.
  return sorted[Math.max(1, Math.ceil(p * sorted.length - 1e-9)) - 1]!;
}

/** The middle value, or the mean of the two in the middle. */
export function median(sorted: ArrayLike<number>): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * What a latency's digits are worth: whole instructions, hundredths of a microsecond.
 *
 * @param unit the board's
 */
export function roundLatency(value: number, unit: string): number {
  return unit === 'us' ? Math.round(value * 100) / 100 : Math.round(value);
}

/**
 * The statistics of latencies.
 *
 * @param ticks of each inference, at least one
 * @param ticksPerUnit ticks of the board's counter in one `unit`
 */
export function latencyStatistics(
  ticks: readonly number[],
  ticksPerUnit: number,
  unit: string,
): LatencyStatistics {
  const sorted = Float64Array.from(ticks, (value) => value / ticksPerUnit).sort();
  const round = (value: number): number => roundLatency(value, unit);
  return {
    unit,
    min: round(sorted[0]!),
    median: round(median(sorted)),
    p95: round(nearestRank(sorted, 0.95)),
    max: round(sorted[sorted.length - 1]!),
  };
}
