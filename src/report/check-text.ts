/** The checks of a validation, in words. */
import type { Check, ValidationReport } from '../common/validation-report.ts';
import { formatInteger, formatLatency, formatPercent } from './format.ts';

/** A check's figure and its limit: "accuracy 90.3 %, at least 90.0 %". */
export function checkText({ name, value, limit }: Check, unit: string): string {
  return name === 'latency'
    ? `median latency ${formatLatency(value, unit)}, at most ${formatLatency(limit, unit)}`
    : `${name} ${formatPercent(value)}, at least ${formatPercent(limit)}`;
}

/** One line for each mismatch that a report holds, and one that says how many samples differ altogether. */
export function mismatchLines({ samples, agreement, mismatches }: ValidationReport): string[] {
  if (agreement === null || mismatches.length === 0) return [];
  const differing = samples - Math.round(agreement * samples);
  const lines = mismatches.map(
    ({ sample, output, firstByte, board, host }) =>
      `sample ${sample}, output ${output}: byte ${firstByte} is ${hex(board)} on the board, ${hex(host)} on the host`,
  );
  const count = `${formatInteger(differing)} of ${formatInteger(samples)} samples`;
  return [`${count} ${differing === 1 ? 'differs' : 'differ'} from the host; the first:`, ...lines];
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
