/**
 * LSTM, GRU, SimpleRNN and RNN, unrolled: a set of operations for each step. A layer of Keras begins anew with every
 * sample, which UNIDIRECTIONAL_SEQUENCE_LSTM does not: it goes on from the state of the invocation before. So only an
 * LSTM with stateful=True, which is told to go on, becomes that operator.
 */
import { refuseMasks } from '../arguments.ts';
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import { type Cell, cellOf, cellSpecs, type State } from './cells.ts';
import { isStandardLstm, statefulLstm } from './stateful-lstm.ts';

/** Steps of a layer: more would make programs of tens of thousands of operations. */
const MOST_STEPS = 512;

/** Steps of all layers together, for the same reason. */
const MOST_STEPS_OF_MODEL = 4096;

/** The inputs as [batch, steps, features], and how many steps there are. */
function sequence(call: LayerCall): { inputs: number; steps: number } {
  const inputs = call.inputs[0] ?? call.input;
  const shape = call.shape(inputs);
  if (shape.length !== 3) {
    throw call.error(`is called on a tensor of shape [${shape.join(', ')}]; it needs 3 dimensions`);
  }
  return { inputs, steps: shape[1]! };
}

/** Refuses what a layer is told beyond its kind. */
function checkPlain(call: LayerCall): void {
  if (call.settings.flag('time_major', false)) {
    throw call.error('has time before the batch (time_major=True)', 'Build the model with time_major=False.');
  }
  refuseMasks(call, ['mask']);
}

function checkSteps(call: LayerCall, steps: number): void {
  const hint = 'Give it fewer steps: a larger stride before it, or shorter samples.';
  if (steps > MOST_STEPS) throw call.error(`has ${steps} steps; at most ${MOST_STEPS} can be unrolled`, hint);
  if (call.countSteps(steps) <= MOST_STEPS_OF_MODEL) return;
  throw call.error(
    `brings the model to more than ${MOST_STEPS_OF_MODEL} steps, the most that can be unrolled`,
    hint,
  );
}

/** The state that a layer is called with; zeros where it is called with none. */
function initialState(call: LayerCall, cell: Cell): State {
  const given = call.inputs.slice(1);
  if (given.length === 0) return new Array<undefined>(cell.states).fill(undefined);
  if (given.length !== cell.states) {
    throw call.error(`is called with ${given.length} tensors of state; its cell has ${cell.states}`);
  }
  return given;
}

/** What a layer gives: its outputs (one for each step, or the last), and its state where it is asked for. */
function results(call: LayerCall, hidden: readonly number[], state: readonly number[]): number[] {
  const { settings } = call;
  const output = settings.flag('return_sequences', false)
    ? call.op('PACK', hidden, { valuesCount: hidden.length, axis: 1 })
    : hidden.at(-1)!;
  return settings.flag('return_state', false) ? [output, ...state] : [output];
}

function unrolled(call: LayerCall, cell: Cell): number[] {
  const { inputs, steps } = sequence(call);
  checkSteps(call, steps);
  const prepared = cell.prepare(inputs);
  const parts = call.builder.ops(
    'UNPACK',
    [prepared],
    { num: steps, axis: 1 },
    { name: call.layer.name, count: steps },
  );
  let state = initialState(call, cell);
  const order = call.settings.flag('go_backwards', false) ? parts.toReversed() : parts;
  const hidden = order.map((input) => {
    state = cell.step(input, state);
    return state[cell.output ?? 0]!;
  });
  return results(call, hidden, state as number[]);
}

function build(call: LayerCall): number[] {
  checkPlain(call);
  const isStateful = call.settings.flag('stateful', false);
  if (isStateful) {
    if (isStandardLstm(call)) return statefulLstm(call, sequence(call));
    throw call.error(
      'goes on from one sample to the next (stateful=True), which only a plain LSTM can',
      'Build it with stateful=False, or hand the state in and out: initial_state and return_state=True.',
    );
  }
  return unrolled(
    call,
    call.layer.parts?.has('cell') ? cellOf(call.partCall('cell', call.inputs)) : cellOf(call),
  );
}

const ownCell: LayerDef = { weights: (layer) => cellSpecs(layer, 'cell'), build };

/** The layers. */
export const recurrentLayers: LayerTable = {
  LSTM: ownCell,
  GRU: ownCell,
  SimpleRNN: ownCell,
  RNN: { build },
};
