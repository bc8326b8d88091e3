/** An LSTM that goes on from one sample to the next, as UNIDIRECTIONAL_SEQUENCE_LSTM does. */
import type { LayerCall } from '../layer-call.ts';
import { permute } from '../permute.ts';

const GATES = 4;

/** True for an LSTM that the operator computes. */
export function isStandardLstm(call: LayerCall): boolean {
  const { settings, layer } = call;
  return (
    layer.className === 'LSTM' &&
    (settings.raw('activation') ?? 'tanh') === 'tanh' &&
    (settings.raw('recurrent_activation') ?? 'sigmoid') === 'sigmoid' &&
    !settings.flag('go_backwards', false) &&
    !settings.flag('return_state', false) &&
    call.inputs.length === 1
  );
}

/** Columns of one gate, transposed. Keras has gates in the operator's order: input, forget, cell, output. */
function gate(values: Float32Array, rows: number, units: number, k: number): Float32Array {
  const matrix = permute(values, [rows, GATES, units], [1, 2, 0]);
  return matrix.slice(k * units * rows, (k + 1) * units * rows);
}

/** Adds the operator; gives its output. */
export function statefulLstm(
  call: LayerCall,
  { inputs, steps }: { readonly inputs: number; readonly steps: number },
): number[] {
  const { builder, layer } = call;
  const units = call.settings.integer('units');
  const [batch, , features] = call.shape(inputs) as [number, number, number];
  const each = (make: (k: number) => number): number[] => Array.from({ length: GATES }, (_, k) => make(k));
  const weights = each((k) =>
    call.constant(`kernel ${k}`, [units, features], () =>
      gate(call.weight('kernel', [features, GATES * units]), features, units, k),
    ),
  );
  const recurrent = each((k) =>
    call.constant(`recurrent_kernel ${k}`, [units, units], () =>
      gate(call.weight('recurrent_kernel', [units, GATES * units]), units, units, k),
    ),
  );
  const biases = each((k) =>
    call.constant(`bias ${k}`, [units], () =>
      call.hasWeight('bias')
        ? call.weight('bias', [GATES * units]).slice(k * units, (k + 1) * units)
        : new Float32Array(units),
    ),
  );
  const state = ['hidden', 'cell'].map((name) => builder.variable(`${layer.name}/${name}`, [batch, units]));
  const none = (count: number): number[] => new Array<number>(count).fill(-1);
  const operands = [
    inputs,
    ...weights,
    ...recurrent,
    ...none(3),
    ...biases,
    ...none(2),
    ...state,
    ...none(4),
  ];
  const all = call.op('UNIDIRECTIONAL_SEQUENCE_LSTM', operands, { activation: 'TANH' });
  if (call.settings.flag('return_sequences', false)) return [all];
  const last = call.op('STRIDED_SLICE', [
    all,
    call.integers('begin', [0, steps - 1, 0]),
    call.integers('end', [batch, steps, units]),
    call.integers('strides', [1, 1, 1]),
  ]);
  return [call.reshape(last, [batch, units])];
}
