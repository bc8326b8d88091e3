/** L2_NORMALIZATION: rows along the last dimension, brought to the Euclidean length 1. */
import { elementCount } from '../graph/graph.ts';
import { ACTIVATIONS, type Activation } from './support/activation.ts';
import { versionByType } from './support/elementwise.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of L2_NORMALIZATION. */
interface L2NormalizationAttrs {
  /** Only NONE is computed. */
  readonly activation: Activation;
}

/** What TFLM's shapes have there at most. */
const MAX_RANK = 4;

/** Rows that are shorter are divided by this instead of their length, so that 0 stays 0. */
const EPSILON = 1e-6;

function checkNode(node: OpNode<L2NormalizationAttrs>): void {
  const rank = node.input(0).shape.length;
  if (rank < 1 || rank > MAX_RANK)
    throw node.error(`has an input of ${rank} dimensions; it takes 1 to ${MAX_RANK}`);
  if (node.attrs.activation !== 'NONE') {
    throw node.error(
      `has the fused activation ${node.attrs.activation}, which it does not compute`,
      'Export the model with the activation as an operator of its own.',
    );
  }
}

export default defineOp<L2NormalizationAttrs>({
  type: 'L2_NORMALIZATION',
  summary: 'rows along the last dimension, brought to the length 1',
  types: ['int8'],
  shapes(node) {
    checkNode(node);
    return [node.input(0).shape];
  },
  float: (tf, _node, [x]) => {
    const length = tf.sqrt(tf.sum(tf.square(x!), -1, true));
    return [tf.div(x!, tf.maximum(length, EPSILON))];
  },
  quantization: {
    input: () => ({ as: 'activation' }),
    output: { as: 'fixed', quant: { scale: [1 / 128], zeroPoint: [0], axis: 0 } },
  },
  tflite: {
    code: 11,
    options: {
      union: 12,
      fields: { activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' } },
    },
    version: versionByType,
  },
  tflmResolver: 'AddL2Normalization',
  macs: () => 0,
  kernels(node) {
    const input = node.input(0);
    checkNode(node);
    const kernel = kernelForTypes(node, [input], { 'int8 -> int8': 'l2_normalization_s8' });
    const depth = input.shape.at(-1)!;
    return [
      {
        kernel,
        fields: [
          int32Field('rows', elementCount(input.shape) / depth),
          int32Field('depth', depth),
          int32Field('input_zero_point', node.zeroPoint(input)),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
