/** What a user demands of a board, and whether it was met. */
import { TflqError } from '../common/errors.ts';
import type { Check, ValidationReport } from '../common/validation-report.ts';
import type { Latency } from './latency.ts';

/** Limits; what is absent is not demanded, except for the agreement. */
export interface Thresholds {
  /** The least share of samples whose class the board must find, 0 to 1. Needs labels. */
  readonly minAccuracy?: number;
  /**
   * The least share of samples whose every byte must equal the host's, 0 to 1. All of them unless given: a board
   * that computes something else than the host is broken until somebody says that it may.
   */
  readonly minAgreement?: number;
  /** The longest median latency, in the board's unit. */
  readonly maxLatency?: Latency;
}

function requireShare(share: number | undefined, flag: string): void {
  if (share === undefined || (share >= 0 && share <= 1)) return;
  throw new TflqError('usage', `${share} is no share`, {
    where: flag,
    hint: 'Write a number from 0 to 1, e.g. 0.9 for 90 %.',
  });
}

/**
 * Looks at limits before anything is started.
 *
 * @param unit what the board's latencies are in
 * @throws TflqError('usage') where one cannot be checked
 */
export function requireCheckable(
  { minAccuracy, minAgreement, maxLatency }: Thresholds,
  hasLabels: boolean,
  unit: string,
): void {
  requireShare(minAccuracy, '--min-accuracy');
  requireShare(minAgreement, '--min-agreement');
  if (minAccuracy !== undefined && !hasLabels) {
    throw new TflqError('usage', 'an accuracy cannot be checked without labels', {
      where: '--min-accuracy',
      hint: 'Give the class of each sample with --labels.',
    });
  }
  if (maxLatency !== undefined && maxLatency.unit !== unit) {
    throw new TflqError('usage', `the board's latencies are in ${unit}, not in ${maxLatency.unit}`, {
      where: '--max-latency',
    });
  }
}

/**
 * Refuses a demand on the agreement where nothing can be compared.
 *
 * @param notCompared why not; undefined where it can
 * @throws TflqError('usage')
 */
export function requireComparable({ minAgreement }: Thresholds, notCompared: string | undefined): void {
  if (minAgreement === undefined || notCompared === undefined) return;
  throw new TflqError('usage', `an agreement cannot be checked: ${notCompared}`, {
    where: '--min-agreement',
    hint: 'Leave it out, and check the accuracy on the board instead: --labels with --min-accuracy.',
  });
}

/** Holds the figures against the limits. Without an agreement there is none to check. */
export function checkThresholds(
  { minAccuracy, minAgreement = 1, maxLatency }: Thresholds,
  { accuracy, agreement, latency }: Pick<ValidationReport, 'accuracy' | 'agreement' | 'latency'>,
): Check[] {
  const checks: Check[] = [];
  if (agreement !== null) {
    const passed = agreement >= minAgreement;
    checks.push({ name: 'agreement', limit: minAgreement, value: agreement, passed });
  }
  if (minAccuracy !== undefined && accuracy !== null) {
    checks.push({ name: 'accuracy', limit: minAccuracy, value: accuracy, passed: accuracy >= minAccuracy });
  }
  if (maxLatency !== undefined) {
    const { median } = latency;
    checks.push({
      name: 'latency',
      limit: maxLatency.value,
      value: median,
      passed: median <= maxLatency.value,
    });
  }
  return checks;
}
