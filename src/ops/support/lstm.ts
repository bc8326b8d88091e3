/**
 * What an LSTM's tensors are: places in the list of inputs, sizes, and the operands that only variants have, which TFLM
 * has no kernel for.
 */
import { checkInputCount } from './input-count.ts';
import type { OpNode } from './op-node.ts';
import { stateInput } from './state.ts';

/** Places of the inputs. Of each four, the first belongs to the input gate, then forget gate, cell gate, output gate. */
export const LSTM = {
  input: 0,
  weights: [1, 2, 3, 4] as readonly number[],
  recurrent: [5, 6, 7, 8] as readonly number[],
  biases: [12, 13, 14, 15] as readonly number[],
  hidden: 18,
  cell: 19,
};

/** TFLM takes just that many inputs, most of which are absent. */
const INPUTS = 24;

/** Inputs of variants, which must be absent. */
const VARIANTS: readonly (readonly [places: readonly number[], what: string])[] = [
  [[9, 10, 11], 'peephole connections'],
  [[16, 17], 'a projection'],
  [[20, 21, 22, 23], 'layer normalization'],
];

/** The options of UNIDIRECTIONAL_SEQUENCE_LSTM that its sizes depend on. */
export interface LstmLayout {
  /** True where the steps are the input's first dimension, and the batch is its second. */
  readonly timeMajor: boolean;
}

/** Sizes of an LSTM. */
export interface LstmSizes {
  readonly batch: number;
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
}

function checkVariant<A>(node: OpNode<A>): void {
  checkInputCount(node, INPUTS, INPUTS);
  for (const [places, what] of VARIANTS) {
    if (places.every((i) => node.optionalInput(i) === undefined)) continue;
    throw node.error(`has ${what}, which TFLM has no kernel for`, 'Use a plain LSTM.');
  }
}

function checkShape<A>(node: OpNode<A>, i: number, wanted: readonly number[]): void {
  const { shape } = node.input(i);
  if (shape.length === wanted.length && shape.every((dim, axis) => dim === wanted[axis])) return;
  throw node.error(`has an input ${i} of shape [${shape.join(', ')}]; it needs [${wanted.join(', ')}]`);
}

/**
 * The sizes, from the shapes of the input and the hidden state.
 *
 * @throws TflqError where the tensors do not go together, or are those of a variant
 */
export function lstmSizes(node: OpNode<LstmLayout>): LstmSizes {
  checkVariant(node);
  const { shape } = node.input(LSTM.input);
  const units = node.input(LSTM.hidden).shape.at(1);
  if (shape.length !== 3 || units === undefined) {
    throw node.error(`has an input of shape [${shape.join(', ')}]; it needs batch, steps and features`);
  }
  const [first, second, inputs] = shape as [number, number, number];
  const [batch, steps] = node.attrs.timeMajor ? [second, first] : [first, second];
  for (const i of LSTM.weights) checkShape(node, i, [units, inputs]);
  for (const i of LSTM.recurrent) checkShape(node, i, [units, units]);
  for (const i of LSTM.biases) checkShape(node, i, [units]);
  for (const i of [LSTM.hidden, LSTM.cell]) stateInput(node, i, batch * units);
  return { batch, steps, inputs, units };
}
