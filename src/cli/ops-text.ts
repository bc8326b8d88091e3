/** The operators in words: what `ops` prints, and docs/OPERATORS.md. */
import { operatorNames as graphOperators } from '../formats/graphdef/operators/index.ts';
import { layerClasses } from '../formats/keras/layers/index.ts';
import { operatorNames as onnxOperators } from '../formats/onnx/operators/index.ts';
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

/** What importers know, by what it is called in its format. */
const IMPORTED = [
  { title: 'Layers of Keras and of TensorFlow.js', names: layerClasses },
  { title: 'Operators of ONNX', names: onnxOperators },
  {
    title: 'Operators of TensorFlow: graph models of TensorFlow.js, frozen graphs, SavedModels',
    names: graphOperators,
  },
];

/** Columns of a line of the page. */
const WIDTH = 116;

/** Names one after the other, in lines of the page's width. */
function wrapped(names: readonly string[]): string {
  let text = '';
  let column = 0;
  for (const [k, name] of names.entries()) {
    const piece = k === names.length - 1 ? `${name}.` : `${name}, `;
    if (column > 0 && column + piece.trimEnd().length > WIDTH) {
      text = `${text.trimEnd()}\n`;
      column = 0;
    }
    text += piece;
    column += piece.length;
  }
  return text;
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
    '# What other formats have',
    '',
    'These become the operators above, one or several of each. A part of a model that is not here is named, with its place',
    'in the model and what can be done.',
    '',
    ...IMPORTED.flatMap(({ title, names }) => [`## ${title}`, '', wrapped(names()), '']),
  ].join('\n');
}
