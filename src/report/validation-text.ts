/** A validation as a person reads it. */
import type { ValidationReport } from '../common/validation-report.ts';
import { formatBar } from './bar.ts';
import { checkText, mismatchLines } from './check-text.ts';
import { formatBytes, formatExactBytes, formatInteger, formatLatency, formatPercent } from './format.ts';
import { type Style, styleFor } from './style.ts';
import { formatTable } from './table.ts';
import { harmless } from './text-width.ts';

const INDENT = 2;

/** Columns of the bar of an operator that takes all the time. */
const BAR_COLUMNS = 30;

function accuracyRow({ accuracy, hostAccuracy }: ValidationReport): string[][] {
  if (accuracy === null) return [];
  const host = hostAccuracy === null ? '' : `host ${formatPercent(hostAccuracy)}`;
  return [['accuracy', formatPercent(accuracy), host]];
}

function agreementRow({ agreement, notCompared = '' }: ValidationReport): string[] {
  if (agreement === null) return ['agreement', 'not compared', harmless(notCompared, 80)];
  const meaning =
    agreement === 1 ? 'every output byte equals the host’s' : 'of the samples equal the host’s, byte by byte';
  return ['agreement', formatPercent(agreement), meaning];
}

function latencyRow({ latency: { unit, min, median, p95, max } }: ValidationReport): string[] {
  // The unit once; times bring their own, which changes with their size.
  const [low, high, highest] = [min, p95, max].map((value) =>
    unit === 'us' ? formatLatency(value, unit) : formatInteger(value),
  );
  return ['latency', formatLatency(median, unit), `median; min ${low}, p95 ${high}, max ${highest}`];
}

function stackRow({ stackBytes, stackSize }: ValidationReport): string[][] {
  if (stackBytes === null) return [];
  return [
    [
      'stack',
      formatExactBytes(stackBytes),
      stackSize === null ? '' : `at most, of ${formatBytes(stackSize)}`,
    ],
  ];
}

function linkRow({ link: { requests, repeats, damaged } }: ValidationReport): string[] {
  const trouble =
    repeats + damaged > 0 ? `${formatInteger(repeats)} repeated, ${formatInteger(damaged)} damaged` : '';
  return ['link', `${formatInteger(requests)} requests`, trouble];
}

/** What each of several boards did. */
function portRows({ ports = [] }: ValidationReport, style: Style): string[][] {
  return ports.map(({ port, samples, lost }) => {
    const ran = `${formatInteger(samples)} ${samples === 1 ? 'sample' : 'samples'}`;
    const trouble = lost === null ? ran : style.bad(`✗ ${ran}, then lost: ${harmless(lost, 80)}`);
    return ['port', harmless(port, 60), trouble];
  });
}

function figures(report: ValidationReport, style: Style): string {
  const rows = [
    ...accuracyRow(report),
    agreementRow(report),
    latencyRow(report),
    ['RAM', formatExactBytes(report.ramBytes), 'besides the stack'],
    ...stackRow(report),
    linkRow(report),
    ...portRows(report, style),
  ];
  const styled = rows.map(([name, value, note]) => [
    style.dim(name!),
    style.bold(value!),
    note === '' ? '' : style.dim(note!),
  ]);
  return formatTable([], styled, { indent: INDENT });
}

/** The operators, each with its share as a bar. */
function operators({ ops, latency: { unit } }: ValidationReport, style: Style): string {
  const rows = ops.map((op) => [
    String(op.index),
    harmless(op.type, 32),
    unit === 'us' ? formatLatency(op.value, unit) : formatInteger(op.value),
    `${(100 * op.share).toFixed(1)} %`,
    style.accent(formatBar(op.share, BAR_COLUMNS)),
  ]);
  const header = ['', 'operator', unit === 'us' ? 'time' : unit, 'share'];
  return formatTable(header, rows, { indent: INDENT, style });
}

/**
 * The report as text: figures, operators, differences, checks.
 *
 * @param style how it is coloured; what standard output wants unless given
 * @returns lines, without a newline at the end
 */
export function validationText(report: ValidationReport, style: Style = styleFor()): string {
  const { name, board, runtime, samples, ops, checks, latency } = report;
  const count = `${formatInteger(samples)} ${samples === 1 ? 'sample' : 'samples'}`;
  const checkLines = checks.map((check) => {
    const text = checkText(check, latency.unit);
    return check.passed ? `${style.good('✓')} ${text}` : `${style.bad('✗')} ${style.bold(text)}`;
  });
  const blocks = [
    `${style.bold(`${name} on ${board}`)}, runtime ${runtime}, ${count}`,
    figures(report, style),
    ...(ops.length > 0 ? [operators(report, style)] : []),
    ...[mismatchLines(report), checkLines]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.map((line) => ' '.repeat(INDENT) + line).join('\n')),
  ];
  return blocks.join('\n\n');
}
