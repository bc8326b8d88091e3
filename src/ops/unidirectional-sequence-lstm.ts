/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM: a long short-term memory over the steps of a sequence. It remembers its hidden state,
 * which is its last output, and its cell state, from one invocation to the next.
 */
import { ACTIVATIONS, type Activation } from './support/activation.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field, type KernelField, reads, tableField, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { LSTM, lstmSizes } from './support/lstm.ts';
import { type LstmFloatAttrs, lstmFloat } from './support/lstm-float.ts';
import { defineOp, type OperandRule } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of UNIDIRECTIONAL_SEQUENCE_LSTM. */
interface LstmAttrs extends LstmFloatAttrs {
  /** Of the cell gate. */
  readonly activation: Activation;
  /** Of a projection, which no kernel takes. */
  readonly projClip: number;
  /** Of float activations with integer weights, which are no kernel's business here. */
  readonly asymmetricQuantizeInputs: boolean;
  readonly diagonalRecurrentTensors: boolean;
}

/** Scales of the gates' arguments, and of what gates give. */
const GATE_BITS = 12;
const GATE_SCALE = 2 ** -GATE_BITS;
const UNIT_SCALE = 2 ** -15;

/** Beyond these, shifts leave int32: TFLM's kernel overflows. */
const [LEAST_CELL_LOG2, MOST_CELL_LOG2] = [-42, 2];

/** The largest shift of a sum of 64 bits that TFLM's kernel takes. */
const MOST_WIDE_SHIFT = 7;

function check(node: OpNode<LstmAttrs>): void {
  const { activation, diagonalRecurrentTensors } = node.attrs;
  if (activation !== 'TANH') {
    throw node.error(`has a cell gate with the activation ${activation}; TFLM's kernel takes TANH`);
  }
  if (diagonalRecurrentTensors)
    throw node.error('has diagonal recurrent weights, which TFLM has no kernel for');
  const { dtype } = node.input(LSTM.input);
  const bias = dtype === 'int16' ? 'int64' : 'int32';
  const wanted = new Map<number, string>([
    ...[...LSTM.weights, ...LSTM.recurrent].map((i) => [i, 'int8'] as [number, string]),
    ...LSTM.biases.map((i) => [i, bias] as [number, string]),
    [LSTM.hidden, dtype],
    [LSTM.cell, 'int16'],
  ]);
  for (const [i, type] of wanted) {
    if (node.input(i).dtype === type) continue;
    throw node.error(
      `has an input ${i} of type ${node.input(i).dtype}; with ${dtype} activations it must be ${type}`,
    );
  }
}

/** From the sums of four gates over some input to their arguments. */
function gateFactors(
  node: OpNode<LstmAttrs>,
  prefix: string,
  input: number,
  places: readonly number[],
): KernelField[] {
  const inputScale = node.scale(node.input(input));
  const factors = places.map((i) => {
    const { scale, zeroPoint } = node.quant(node.input(i));
    if (scale.length !== 1 || zeroPoint[0] !== 0) {
      throw node.error(
        `has weights in its input ${i} that are not symmetric with one scale, as its kernel takes them`,
      );
    }
    return quantizeMultiplier(Math.fround(inputScale * scale[0]!) / GATE_SCALE);
  });
  if (node.input(input).dtype === 'int16' && factors.some(({ shift }) => shift > MOST_WIDE_SHIFT)) {
    throw node.error('has input and weights of scales so large that its sums overflow');
  }
  const values = (of: 'multiplier' | 'shift') => factors.map((factor) => factor[of]);
  return [
    tableField(`${prefix}_multipliers`, values('multiplier')),
    tableField(`${prefix}_shifts`, values('shift')),
  ];
}

/** From a product to a scale. */
function productFields(prefix: string, real: number): KernelField[] {
  const { multiplier, shift } = quantizeMultiplier(real);
  return [int32Field(`${prefix}_multiplier`, multiplier), int32Field(`${prefix}_shift`, shift)];
}

/** All that depends on the scale of the cell state. */
function cellFields(node: OpNode<LstmAttrs>): KernelField[] {
  const scale = node.scale(node.input(LSTM.cell));
  const log2 = Math.round(Math.log2(scale));
  if (log2 < LEAST_CELL_LOG2 || log2 > MOST_CELL_LOG2) {
    throw node.error(`has a cell state of scale ${scale}, which its kernel cannot compute with`);
  }
  // TFLM's tanh takes 3 × 2^n of the state for its argument, or 3 / 2^n.
  const shift = -GATE_BITS - log2;
  const { cellClip } = node.attrs;
  const clip = cellClip > 0 ? Math.trunc(Math.min(cellClip / scale, 32767)) : undefined;
  return [
    ...productFields('kept', (UNIT_SCALE * scale) / scale),
    ...productFields('added', (UNIT_SCALE * UNIT_SCALE) / scale),
    int32Field('cell_min', clip === undefined ? -32768 : -clip),
    int32Field('cell_max', clip ?? 32767),
    int32Field('tanh_multiplier', shift > 0 ? 3 : 3 << -shift),
    int32Field('tanh_shift', Math.max(0, shift)),
  ];
}

function rule(i: number): OperandRule {
  const bias = LSTM.biases.indexOf(i);
  if (bias >= 0) return { as: 'bias', input: LSTM.input, weights: LSTM.weights[bias]! };
  if ([...LSTM.weights, ...LSTM.recurrent].includes(i)) return { as: 'weights', axis: null };
  if (i === LSTM.hidden) return { as: 'same-as-output' };
  if (i === LSTM.cell) return { as: 'state', dtype: 'int16', powerOfTwo: true };
  return { as: 'activation' };
}

export default defineOp<LstmAttrs>({
  type: 'UNIDIRECTIONAL_SEQUENCE_LSTM',
  summary: 'a long short-term memory over the steps of a sequence',
  types: ['int8', 'int16'],
  shapes(node) {
    const { units } = lstmSizes(node);
    return [[...node.input(LSTM.input).shape.slice(0, 2), units]];
  },
  float(tf, node, x) {
    if (node.attrs.activation !== 'TANH') {
      throw node.error(
        `has a cell gate with the activation ${node.attrs.activation}; only TANH is supported`,
      );
    }
    return lstmFloat(tf, node, x);
  },
  state: [LSTM.hidden, LSTM.cell],
  quantization: {
    input: rule,
    output: { as: 'activation' },
    // TFLite's kernel, not TFLM's, looks for the last one's scale: that of the hidden state before a projection.
    intermediates: [
      { name: 'input_to_input_intermediate', as: 'plain' },
      { name: 'input_to_forget_intermediate', as: 'plain' },
      { name: 'input_to_cell_intermediate', as: 'plain' },
      { name: 'input_to_output_intermediate', as: 'plain' },
      { name: 'effective_hidden_scale_intermediate', as: 'same-as-output' },
    ],
  },
  tflite: {
    code: 44,
    options: {
      union: 71,
      fields: {
        activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        cellClip: { slot: 1, type: 'float32', default: 0 },
        projClip: { slot: 2, type: 'float32', default: 0 },
        timeMajor: { slot: 3, type: 'bool', default: false },
        asymmetricQuantizeInputs: { slot: 4, type: 'bool', default: false },
        diagonalRecurrentTensors: { slot: 5, type: 'bool', default: false },
      },
    },
    version: () => 1,
  },
  tflmResolver: 'AddUnidirectionalSequenceLSTM',
  tflmBuffers(node) {
    const { batch, units } = lstmSizes(node);
    const sums = units * (node.input(LSTM.input).dtype === 'int16' ? 8 : 4);
    return {
      data: 688,
      scratch: new Array<number>(4).fill(batch * units * 2),
      // Parameters of its own, and for each of eight matrices the sums of its rows.
      cmsisNn: [512, ...new Array<number>(8).fill(sums)],
    };
  },
  macs(node) {
    const { batch, steps, inputs, units } = lstmSizes(node);
    return batch * steps * units * 4 * (inputs + units);
  },
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(LSTM.input)], {
      'int8 -> int8': 'lstm_s8',
      'int16 -> int16': 'lstm_s16',
    });
    check(node);
    const { batch, steps, inputs, units } = lstmSizes(node);
    const { timeMajor } = node.attrs;
    const hidden = node.input(LSTM.hidden);
    const places = [...LSTM.weights, ...LSTM.recurrent, ...LSTM.biases];
    return [
      {
        kernel,
        codeBytes: 2048,
        fields: [
          int32Field('sequences', timeMajor ? 1 : batch),
          int32Field('steps', steps),
          int32Field('rows', timeMajor ? batch : 1),
          int32Field('inputs', inputs),
          int32Field('units', units),
          int32Field('input_zero_point', node.zeroPoint(node.input(LSTM.input))),
          int32Field('hidden_zero_point', node.zeroPoint(hidden)),
          ...gateFactors(node, 'input', LSTM.input, LSTM.weights),
          ...gateFactors(node, 'recurrent', LSTM.hidden, LSTM.recurrent),
          ...cellFields(node),
          ...productFields('hidden', (UNIT_SCALE * UNIT_SCALE) / node.scale(hidden)),
        ],
        args: [
          reads(node.inputIndex(LSTM.input)),
          ...places.map((i) => reads(node.inputIndex(i))),
          writes(node.inputIndex(LSTM.hidden)),
          writes(node.inputIndex(LSTM.cell)),
          writes(node.outputIndex(0)),
        ],
      },
    ];
  },
});
