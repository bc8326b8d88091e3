/**
 * A validation as JUnit XML, as continuous-integration servers show it: one test case a check, the figures as
 * properties. It holds no dates and no machine's name: the same report gives the same bytes.
 */
import type { Check, PortShare, ValidationReport } from '../common/validation-report.ts';
import { checkText, mismatchLines } from './check-text.ts';

/** Whatever XML 1.0 does not allow, even escaped; halves of surrogate pairs are among it. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character]!);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** The figures of one of several boards. */
function portFigures({ port, samples, lost }: PortShare, i: number): Record<string, string | number | null> {
  return { [`ports.${i}.port`]: port, [`ports.${i}.samples`]: samples, [`ports.${i}.lost`]: lost };
}

/** The report's figures, by the names that --json gives them. */
function properties(report: ValidationReport): string[] {
  const { latency, link, ports = [] } = report;
  const figures: Record<string, string | number | null> = {
    samples: report.samples,
    accuracy: report.accuracy,
    hostAccuracy: report.hostAccuracy,
    agreement: report.agreement,
    'latency.unit': latency.unit,
    'latency.min': latency.min,
    'latency.median': latency.median,
    'latency.p95': latency.p95,
    'latency.max': latency.max,
    ramBytes: report.ramBytes,
    stackBytes: report.stackBytes,
    stackSize: report.stackSize,
    'link.requests': link.requests,
    'link.repeats': link.repeats,
    'link.damaged': link.damaged,
    'link.stale': link.stale,
    ...Object.assign({}, ...ports.map(portFigures)),
  };
  return Object.entries(figures).flatMap(([name, value]) =>
    value === null ? [] : [`      <property${attributes({ name, value })}/>`],
  );
}

function testCase(report: ValidationReport, check: Check): string[] {
  const open = `    <testcase${attributes({ classname: `tflq-micro.${report.board}.${report.name}`, name: check.name })}`;
  if (check.passed) return [`${open}/>`];
  const details = check.name === 'agreement' ? mismatchLines(report) : [];
  const message = checkText(check, report.latency.unit);
  return [
    `${open}>`,
    `      <failure${attributes({ message, type: 'threshold' })}>${details.map(escaped).join('\n')}</failure>`,
    '    </testcase>',
  ];
}

/** The text of a JUnit file. */
export function junit(report: ValidationReport): string {
  const counts = attributes({
    name: `tflq-micro validate ${report.name} on ${report.board}`,
    tests: report.checks.length,
    failures: report.checks.filter((check) => !check.passed).length,
    errors: 0,
    skipped: 0,
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${counts}>`,
    '    <properties>',
    ...properties(report),
    '    </properties>',
    ...report.checks.flatMap((check) => testCase(report, check)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
