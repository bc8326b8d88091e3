/** The operators in words: what `ops` prints, and docs/OPERATORS.md. */
import type { DType } from '../graph/dtype.ts';
import { allOps } from '../ops/index.ts';
import { formatTable } from '../report/index.ts';

/** One operator; `--json` prints a list of these. */
export interface OperatorFacts {
  /** Its name in TFLite's schema. */
  readonly type: string;
  readonly summary: string;
  /** The element types that its kernels take. */
  readonly types: readonly DType[];
  /** The method of TFLM's MicroMutableOpResolver that registers it. */
  readonly tflmResolver: string;
}

/** All operators, sorted by name. */
export function operatorFacts(): OperatorFacts[] {
  return allOps()
    .map(({ type, summary, types, tflmResolver }) => ({ type, summary, types, tflmResolver }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

const HEAD = ['operator', 'computes', 'in', 'TFLM'];

const cells = ({ type, summary, types, tflmResolver }: OperatorFacts): string[] => [
  type,
  summary,
  types.join(', '),
  tflmResolver,
];

/** A table for the terminal. */
export function operatorsText(operators: readonly OperatorFacts[]): string {
  return formatTable(HEAD, operators.map(cells));
}

/** The page of the docs. */
export function operatorsPage(operators: readonly OperatorFacts[]): string {
  const row = (columns: readonly string[]): string =>
    `| ${columns.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    '# Operators',
    '',
    `The ${operators.length} operators that networks may have once they are quantized, with the element types in which their`,
    'kernels give the bytes of TensorFlow Lite Micro (held to it by the vectors of test/conformance), and the method of',
    "TFLM's resolver that registers each. What other formats call their layers becomes these: see docs/FORMATS.md.",
    '',
    'This page is written by `npm run docs:operators`; `tflq-micro ops` prints the same.',
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    ...operators.map((operator) => {
      const [type, summary, types, resolver] = cells(operator);
      return row([`\`${type}\``, summary!, types!, `\`${resolver}\``]);
    }),
    '',
  ].join('\n');
}
