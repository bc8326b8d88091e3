/**
 * SVDF: a layer whose filters are factored into weights over the input and weights over time. Each filter remembers what
 * it made of the last steps' inputs; one invocation is one step.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { ACTIVATIONS, type Activation, applyActivation } from './support/activation.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, type KernelField, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp, type OperandRule } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { stateInput } from './support/state.ts';

/** The options of SVDF. */
interface SvdfAttrs {
  /** Filters of a unit. */
  readonly rank: number;
  readonly activation: Activation;
  /** Of float activations with integer weights, which are no kernel's business here. */
  readonly asymmetricQuantizeInputs: boolean;
}

/** Inputs; the state is a variable tensor. */
const [INPUT, FEATURE_WEIGHTS, TIME_WEIGHTS, BIAS, STATE] = [0, 1, 2, 3, 4];

/** TFLite's converter keeps the weights in time to 10 bits, so that 64 products with int16 fit into a sum. */
const TIME_WEIGHT_MAX = 511;

/** How far a bias's scale may be from that of what it is added to: TFLM's bound. */
const BIAS_SCALE_TOLERANCE = 1e-5;

/** Sizes of the layer. */
interface Sizes {
  readonly batches: number;
  readonly inputs: number;
  readonly filters: number;
  readonly units: number;
  readonly memory: number;
}

function sizes(node: OpNode<SvdfAttrs>): Sizes {
  checkInputCount(node, 5, 5);
  const [input, feature, time] = [INPUT, FEATURE_WEIGHTS, TIME_WEIGHTS].map((i) => node.input(i).shape);
  const [batches, inputs] = input as [number, number];
  const [filters, memory] = time as [number, number];
  const { rank } = node.attrs;
  const shapes = [input, feature, time].map((shape) => `[${shape!.join(', ')}]`).join(', ');
  const isWhole = rank >= 1 && filters >= 1 && filters % rank === 0;
  const are2d = [input, feature, time].every((shape) => shape!.length === 2);
  if (!are2d || !isWhole || feature![0] !== filters || feature![1] !== inputs) {
    throw node.error(`of rank ${rank} has an input and weights whose shapes do not go together: ${shapes}`);
  }
  const units = filters / rank;
  const bias = node.input(BIAS).shape;
  if (bias.length !== 1 || bias[0] !== units) {
    throw node.error(`has a bias of shape [${bias.join(', ')}] for ${units} units`);
  }
  stateInput(node, STATE, batches * filters * memory);
  return { batches, inputs, filters, units, memory };
}

function float(
  tf: Parameters<typeof applyActivation>[0],
  node: OpNode<SvdfAttrs>,
  x: readonly (tfjs.Tensor | undefined)[],
): tfjs.Tensor[] {
  const { batches, filters, units, memory } = sizes(node);
  const [input, feature, time, bias, state] = x as [
    tfjs.Tensor2D,
    tfjs.Tensor2D,
    tfjs.Tensor,
    tfjs.Tensor,
    tfjs.Tensor,
  ];
  const before = tf.reshape(state, [batches, filters, memory]);
  const newest = tf.reshape(tf.matMul(input, feature, false, true), [batches, filters, 1]);
  const kept = tf.slice(before, [0, 0, 1], [batches, filters, memory - 1]);
  const after = memory === 1 ? newest : tf.concat([kept, newest], 2);
  const perFilter = tf.reshape(tf.sum(tf.mul(after, time), 2), [batches, units, node.attrs.rank]);
  const sums = tf.add(tf.sum(perFilter, 2), bias);
  const output = applyActivation(tf, sums, node.attrs.activation, node);
  return [output, tf.reshape(after, [...node.input(STATE).shape])];
}

/**
 * Refuses an activation that the kernel, which only holds its output within int8, would not apply. TFLM ignores the
 * activation; where the output's least number is 0, that is RELU.
 */
function checkActivation(node: OpNode<SvdfAttrs>): void {
  const { activation } = node.attrs;
  const isApplied = activation === 'RELU' && node.zeroPoint(node.output()) === -128;
  if (activation === 'NONE' || isApplied) return;
  throw node.error(
    `has the fused activation ${activation}, which TFLM's kernel does not apply`,
    activation === 'RELU'
      ? 'Quantize the float model with this tool.'
      : 'Export it as an operator of its own.',
  );
}

/** From sums to the scales of state and output, in float64: the kernels of TFLM on PyPI do so, older ones in float32. */
function scaleFields(node: OpNode<SvdfAttrs>): KernelField[] {
  const scale = (i: number) => node.scale(node.input(i));
  for (const i of [FEATURE_WEIGHTS, TIME_WEIGHTS]) {
    const { scale: scales, zeroPoint } = node.quant(node.input(i));
    if (scales.length === 1 && zeroPoint[0] === 0) continue;
    throw node.error(
      `has weights in its input ${i} that are not symmetric with one scale, as its kernel takes them`,
    );
  }
  const sums = scale(STATE) * scale(TIME_WEIGHTS);
  if (!(Math.abs(scale(BIAS) - sums) < BIAS_SCALE_TOLERANCE)) {
    throw node.error(
      `has a bias of scale ${scale(BIAS)}, which must be the state's scale times the weights', ${sums}`,
      'Quantize the float model with this tool.',
    );
  }
  const state = quantizeMultiplier((scale(INPUT) * scale(FEATURE_WEIGHTS)) / scale(STATE));
  const output = quantizeMultiplier(sums / node.scale(node.output()));
  return [
    int32Field('state_multiplier', state.multiplier),
    int32Field('state_shift', state.shift),
    int32Field('output_multiplier', output.multiplier),
    int32Field('output_shift', output.shift),
  ];
}

function rule(i: number): OperandRule {
  switch (i) {
    case FEATURE_WEIGHTS:
      return { as: 'weights', axis: null };
    case TIME_WEIGHTS:
      return { as: 'weights', axis: null, int16: TIME_WEIGHT_MAX };
    case BIAS:
      return { as: 'bias', input: STATE, weights: TIME_WEIGHTS };
    case STATE:
      return { as: 'state', dtype: 'int16', powerOfTwo: false };
    default:
      return { as: 'activation' };
  }
}

export default defineOp<SvdfAttrs>({
  type: 'SVDF',
  summary: 'filters over the input, then over what they gave in the last steps',
  types: ['int8'],
  shapes(node) {
    const { batches, units } = sizes(node);
    return [[batches, units]];
  },
  float,
  state: [STATE],
  quantization: { input: rule, output: { as: 'activation' } },
  tflite: {
    code: 27,
    options: {
      union: 6,
      fields: {
        rank: { slot: 0, type: 'int32', default: 0 },
        activation: { slot: 1, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        asymmetricQuantizeInputs: { slot: 2, type: 'bool', default: false },
      },
    },
    version: (node) => (node.input(INPUT).dtype === 'int8' ? 3 : 1),
  },
  tflmResolver: 'AddSvdf',
  tflmInt8: 'Register_SVDF_INT8',
  tflmBuffers(node) {
    const { batches, filters, units } = sizes(node);
    // CMSIS-NN keeps the sums of the weights' rows.
    const cmsisNn = [filters * 4, filters * 4];
    return { data: 36, scratch: [batches * filters * 4, batches * units * 4], cmsisNn };
  },
  macs(node) {
    const { batches, inputs, filters, memory } = sizes(node);
    return batches * filters * (inputs + memory);
  },
  kernels(node) {
    const operands = [INPUT, FEATURE_WEIGHTS, TIME_WEIGHTS, BIAS, STATE];
    const kernel = kernelForTypes(
      node,
      operands.map((i) => node.input(i)),
      {
        'int8, int8, int8, int32, int8 -> int8': 'svdf_s8',
        'int8, int8, int16, int32, int16 -> int8': 'svdf_s8_s16',
      },
    );
    checkActivation(node);
    const { batches, inputs, units, memory } = sizes(node);
    return [
      {
        kernel,
        fields: [
          int32Field('batches', batches),
          int32Field('inputs', inputs),
          int32Field('units', units),
          int32Field('rank', node.attrs.rank),
          int32Field('memory', memory),
          int32Field('input_zero_point', node.zeroPoint(node.input(INPUT))),
          int32Field('state_zero_point', node.zeroPoint(node.input(STATE))),
          int32Field('output_zero_point', node.zeroPoint(node.output())),
          ...scaleFields(node),
        ],
        args: [
          ...[INPUT, FEATURE_WEIGHTS, TIME_WEIGHTS, BIAS].map((i) => reads(node.inputIndex(i))),
          writes(node.inputIndex(STATE)),
          writes(node.outputIndex(0)),
        ],
      },
    ];
  },
});
