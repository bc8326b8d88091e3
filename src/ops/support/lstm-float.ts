/** An LSTM in real numbers. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { LSTM, type LstmLayout, lstmSizes } from './lstm.ts';
import type { TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** The options that the computation depends on. */
export interface LstmFloatAttrs extends LstmLayout {
  /** The cell state is held within ± this; 0 is no limit. */
  readonly cellClip: number;
}

/**
 * Runs the steps of an LSTM.
 *
 * @param x its inputs
 * @returns the outputs of all steps, the last hidden state, and the last cell state
 */
export function lstmFloat(
  tf: TF,
  node: OpNode<LstmFloatAttrs>,
  x: readonly (tfjs.Tensor | undefined)[],
): tfjs.Tensor[] {
  const { batch, steps, inputs, units } = lstmSizes(node);
  const { timeMajor, cellClip } = node.attrs;
  const joined = (places: readonly number[]): tfjs.Tensor =>
    tf.concat(
      places.map((i) => x[i]!),
      0,
    );
  const weights = joined(LSTM.weights) as tfjs.Tensor2D;
  const recurrent = joined(LSTM.recurrent) as tfjs.Tensor2D;
  const byStep = timeMajor ? x[LSTM.input]! : tf.transpose(x[LSTM.input]!, [1, 0, 2]);
  const rows = tf.reshape(byStep, [steps * batch, inputs]);
  // What the gates get of the input and the biases, for all steps at once.
  const given = tf.add(tf.matMul(rows, weights, false, true), joined(LSTM.biases));

  let hidden = tf.reshape(x[LSTM.hidden]!, [batch, units]) as tfjs.Tensor;
  let cell = tf.reshape(x[LSTM.cell]!, [batch, units]) as tfjs.Tensor;
  const outputs: tfjs.Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    const own = tf.slice(given, [step * batch, 0], [batch, 4 * units]);
    const sums = tf.add(own, tf.matMul(hidden as tfjs.Tensor2D, recurrent, false, true));
    const [input, forget, candidate, output] = tf.split(sums, 4, 1) as [
      tfjs.Tensor,
      tfjs.Tensor,
      tfjs.Tensor,
      tfjs.Tensor,
    ];
    const added = tf.mul(tf.sigmoid(input), tf.tanh(candidate));
    cell = tf.add(tf.mul(tf.sigmoid(forget), cell), added);
    if (cellClip > 0) cell = tf.clipByValue(cell, -cellClip, cellClip);
    hidden = tf.mul(tf.sigmoid(output), tf.tanh(cell));
    outputs.push(hidden);
  }
  const all = tf.stack(outputs);
  const state = (value: tfjs.Tensor, i: number) => tf.reshape(value, [...node.input(i).shape]);
  return [timeMajor ? all : tf.transpose(all, [1, 0, 2]), state(hidden, LSTM.hidden), state(cell, LSTM.cell)];
}
