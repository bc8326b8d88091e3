/**
 * FULLY_CONNECTED: the input times a matrix of weights, [outputs, inputs], plus perhaps a bias.
 *
 * The input is taken as rows as long as the weights' rows; where `keepNumDims` is set, its last dimension must be such
 * a row, and the output has the input's other dimensions.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { elementCount } from '../graph/graph.ts';
import { ACTIVATIONS, type Activation } from './support/activation.ts';
import {
  checkBias,
  finish,
  inputFields,
  outputFields,
  requireSymmetric,
  sumBits,
  sumBitsFields,
  weightedArguments,
  weightedKernel,
  weightedRule,
  weightScales,
} from './support/convolution.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, type KernelField } from './support/kernel-call.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { type QuantizedBias, quantizedBiasField, saysBiasType } from './support/quantized-bias.ts';

/** FullyConnectedOptionsWeightsFormat of the schema, in its order. */
const WEIGHTS_FORMATS = ['DEFAULT', 'SHUFFLED4x16INT8'] as const;

/** The options of FULLY_CONNECTED. */
interface FullyConnectedAttrs extends QuantizedBias {
  readonly activation: Activation;
  readonly weightsFormat: (typeof WEIGHTS_FORMATS)[number];
  readonly keepNumDims: boolean;
  /** Of float activations with integer weights, which are no kernel's business here. */
  readonly asymmetricQuantizeInputs: boolean;
}

/** The dimension of the outputs in the weights. */
const CHANNEL_AXIS = 0;

/** How far a bias's scale may be from what its product is added to, in output steps: TFLite's bound. */
const BIAS_SCALE_TOLERANCE = 0.02;

/** Sizes of the matrix product. */
interface Geometry {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

function geometry(node: OpNode<FullyConnectedAttrs>): Geometry {
  checkInputCount(node, 2, 3);
  const { weightsFormat, keepNumDims } = node.attrs;
  if (weightsFormat !== 'DEFAULT') {
    throw node.error(`has weights in the format ${weightsFormat}, which TFLM has no kernel for`);
  }
  const { shape } = node.input(0);
  const weights = node.input(1).shape;
  if (weights.length !== 2) {
    throw node.error(`has weights of shape [${weights.join(', ')}]; it needs 2 dimensions`);
  }
  const [outputs, inputs] = weights as [number, number];
  const rows = elementCount(shape) / inputs;
  if (outputs < 1 || !Number.isInteger(rows) || (keepNumDims && shape.at(-1) !== inputs)) {
    throw node.error(
      `cannot multiply an input of shape [${shape.join(', ')}] with weights of shape [${weights.join(', ')}]`,
    );
  }
  checkBias(node, outputs);
  return { rows, inputs, outputs };
}

/** A common scale of the weights must go together with the bias's, as TFLite demands it. */
function checkBiasScale(node: OpNode<FullyConnectedAttrs>, product: number): void {
  const bias = node.optionalInput(2);
  const biasScale = bias?.quant?.scale[0] ?? 0;
  const steps = Math.abs(product - biasScale) / node.scale(node.output());
  if (bias !== undefined && !(steps <= BIAS_SCALE_TOLERANCE)) {
    throw node.error(
      `has a bias of scale ${biasScale}, which must be the input's scale times the weights', ${product}`,
      'Quantize the float model with this tool.',
    );
  }
}

/** The real factors from sums to the output's scale: one for each output, or one for all. */
function factors(node: OpNode<FullyConnectedAttrs>): number[] {
  const products = weightScales(node, CHANNEL_AXIS).map((scale) => node.scale(node.input(0)) * scale);
  if (products.length === 1) checkBiasScale(node, products[0]!);
  return products.map((product) => product / node.scale(node.output()));
}

/** The weights' zero point, which with int16 activations there is none. */
function weightsFields(node: OpNode<FullyConnectedAttrs>): KernelField[] {
  const weights = node.input(1);
  if (node.input(0).dtype !== 'int16') return [int32Field('weights_zero_point', node.zeroPoint(weights))];
  requireSymmetric(node, [weights]);
  return [];
}

export default defineOp<FullyConnectedAttrs>({
  type: 'FULLY_CONNECTED',
  summary: 'the input times a matrix of weights',
  types: ['int8', 'int16'],
  shapes(node) {
    const { rows, outputs } = geometry(node);
    return [node.attrs.keepNumDims ? [...node.input(0).shape.slice(0, -1), outputs] : [rows, outputs]];
  },
  float(tf, node, [x, weights, bias]) {
    const { rows, inputs, outputs } = geometry(node);
    const product = tf.matMul(tf.reshape(x!, [rows, inputs]), weights as tfjs.Tensor2D, false, true);
    const shape = node.attrs.keepNumDims ? [...node.input(0).shape.slice(0, -1), outputs] : [rows, outputs];
    return [tf.reshape(finish(tf, node, product, bias), shape)];
  },
  algebra: {
    fusesActivation: true,
    linear(node) {
      const { inputs } = geometry(node);
      const inputAxis = node.input(0).shape.at(-1) === inputs ? { axis: 1, neighbours: 1 } : null;
      return { data: 0, weights: 1, bias: 2, outputAxis: CHANNEL_AXIS, inputAxis, pads: false };
    },
  },
  quantization: { input: weightedRule(CHANNEL_AXIS), output: { as: 'activation' } },
  tflite: {
    code: 9,
    leavesOutAbsent: true,
    options: {
      union: 8,
      fields: {
        activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        weightsFormat: { slot: 1, type: 'enum', values: WEIGHTS_FORMATS, default: 'DEFAULT' },
        keepNumDims: { slot: 2, type: 'bool', default: false },
        asymmetricQuantizeInputs: { slot: 3, type: 'bool', default: false },
        quantizedBiasType: quantizedBiasField(4),
      },
    },
    version(node) {
      const { dtype } = node.input(0);
      if (saysBiasType(node.attrs)) return 11;
      if (dtype === 'int16') return 7;
      if (node.op.inputs.length === 2) return 6;
      if (node.attrs.keepNumDims) return 5;
      return dtype === 'int8' ? 4 : 1;
    },
  },
  tflmResolver: 'AddFullyConnected',
  tflmInt8: 'Register_FULLY_CONNECTED_INT8',
  macs(node) {
    const { rows, inputs, outputs } = geometry(node);
    return rows * inputs * outputs;
  },
  kernels(node) {
    const { rows, inputs, outputs } = geometry(node);
    const kernel = weightedKernel(node, 'fully_connected', { narrowSums: true });
    return [
      {
        kernel,
        fields: [
          int32Field('rows', rows),
          int32Field('inputs', inputs),
          int32Field('outputs', outputs),
          ...inputFields(node),
          ...weightsFields(node),
          ...sumBitsFields(node),
          ...outputFields(node, factors(node), sumBits(node)),
        ],
        args: weightedArguments(node),
      },
    ];
  },
});
