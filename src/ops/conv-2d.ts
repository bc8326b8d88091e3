/**
 * CONV_2D: a window over height and width, weighted and summed over the channels, once for each output channel.
 *
 * Inputs are [batch, height, width, depth], weights [output channels, height, width, depth of a group], and perhaps a
 * bias. Where the weights' depth is a fraction of the input's, the channels are that many groups, each with its share
 * of the output channels.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { ACTIVATIONS } from './support/activation.ts';
import {
  type ConvolutionAttrs,
  checkBias,
  convolutionFactors,
  dilationFields,
  finish,
  inputFields,
  outputFields,
  sumBits,
  sumBitsFields,
  weightedArguments,
  weightedKernel,
  weightedRule,
} from './support/convolution.ts';
import { slide } from './support/float-window.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field } from './support/kernel-call.ts';
import { defineOp, type TF } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { PADDINGS } from './support/padding.ts';
import { type QuantizedBias, quantizedBiasField, saysBiasType } from './support/quantized-bias.ts';
import { isPadded, shape4, type WindowWalk, windowFields, windowWalk } from './support/window.ts';

/** The options of CONV_2D. */
interface Conv2dAttrs extends ConvolutionAttrs, QuantizedBias {}

/** The dimension of the output channels in the weights. */
const CHANNEL_AXIS = 0;

/** Sizes of one convolution. */
interface Geometry {
  readonly walk: WindowWalk;
  readonly groups: number;
  /** Input channels of one group. */
  readonly groupInputs: number;
  /** Output channels of one group. */
  readonly groupOutputs: number;
}

function geometry(node: OpNode<Conv2dAttrs>): Geometry {
  checkInputCount(node, 2, 3);
  const [outputs, height, width, groupInputs] = shape4(node, 1, 'weights');
  const { dilationH, dilationW } = node.attrs;
  const walk = windowWalk(node, { taps: height, dilation: dilationH }, { taps: width, dilation: dilationW });
  const groups = walk.depth / groupInputs;
  if (!Number.isInteger(groups)) {
    throw node.error(`has an input of ${walk.depth} channels and weights for ${groupInputs}`);
  }
  const groupOutputs = outputs / groups;
  if (!Number.isInteger(groupOutputs) || groupOutputs < 1) {
    throw node.error(
      `has ${groups} groups of input channels, and ${outputs} output channels to share among them`,
    );
  }
  checkBias(node, outputs);
  return { walk, groups, groupInputs, groupOutputs };
}

/** Weights as tfjs takes them: [height, width, depth, output channels]. */
const TFJS_WEIGHTS = [1, 2, 3, 0];

function convolve(tf: TF, walk: WindowWalk, x: tfjs.Tensor4D, filter: tfjs.Tensor4D): tfjs.Tensor4D {
  return slide(tf, walk, ({ strides, dilations, padding }) =>
    tf.conv2d(x, filter, strides, padding, 'NHWC', dilations),
  );
}

export default defineOp<Conv2dAttrs>({
  type: 'CONV_2D',
  summary: 'a convolution over height and width',
  types: ['int8', 'int16'],
  shapes(node) {
    const { walk, groups, groupOutputs } = geometry(node);
    return [[walk.batch, walk.height.output, walk.width.output, groups * groupOutputs]];
  },
  float(tf, node, [x, weights, bias]) {
    const { walk, groups } = geometry(node);
    const inputs: tfjs.Tensor4D[] = tf.split(x as tfjs.Tensor4D, groups, 3);
    const filters: tfjs.Tensor4D[] = tf.split(weights as tfjs.Tensor4D, groups, 3);
    const sums = inputs.map((input, group) => convolve(tf, walk, input, filters[group]!));
    return [finish(tf, node, tf.concat(sums, 3), bias)];
  },
  algebra: {
    fusesActivation: true,
    linear(node) {
      const { walk, groups } = geometry(node);
      const inputAxis = groups === 1 ? { axis: 3, neighbours: 1 } : null;
      return { data: 0, weights: 1, bias: 2, outputAxis: CHANNEL_AXIS, inputAxis, pads: isPadded(walk) };
    },
    window: (node) => geometry(node).walk,
  },
  arrange: (tf, i, x) => (i === 1 ? tf.transpose(x, TFJS_WEIGHTS) : x),
  quantization: { input: weightedRule(CHANNEL_AXIS), output: { as: 'activation' } },
  tflite: {
    code: 3,
    leavesOutAbsent: true,
    options: {
      union: 1,
      fields: {
        padding: { slot: 0, type: 'enum', values: PADDINGS, default: 'SAME' },
        strideW: { slot: 1, type: 'int32', default: 0 },
        strideH: { slot: 2, type: 'int32', default: 0 },
        activation: { slot: 3, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        dilationW: { slot: 4, type: 'int32', default: 1 },
        dilationH: { slot: 5, type: 'int32', default: 1 },
        quantizedBiasType: quantizedBiasField(6),
      },
    },
    version(node) {
      if (saysBiasType(node.attrs)) return 8;
      if (geometry(node).groups > 1) return 6;
      const { dtype } = node.input(0);
      return dtype === 'int16' ? 4 : dtype === 'int8' ? 3 : 1;
    },
  },
  tflmResolver: 'AddConv2D',
  tflmInt8: 'Register_CONV_2D_INT8',
  macs(node) {
    const { walk, groups, groupInputs, groupOutputs } = geometry(node);
    const { batch, height, width } = walk;
    const positions = batch * height.output * width.output;
    return positions * groups * groupOutputs * height.taps * width.taps * groupInputs;
  },
  kernels(node) {
    const { walk, groups, groupInputs, groupOutputs } = geometry(node);
    const dense = groups === 1 && (walk.width.dilation === 1 || walk.width.taps === 1);
    return [
      {
        kernel: weightedKernel(node, 'conv_2d', { narrowSums: true }),
        fields: [
          ...windowFields(walk),
          ...dilationFields(walk),
          int32Field('input_depth', walk.depth),
          int32Field('groups', groups),
          int32Field('group_inputs', groupInputs),
          int32Field('group_outputs', groupOutputs),
          int32Field('dense', dense ? 1 : 0),
          ...inputFields(node),
          ...sumBitsFields(node),
          ...outputFields(node, convolutionFactors(node, CHANNEL_AXIS), sumBits(node)),
        ],
        args: weightedArguments(node),
      },
    ];
  },
});
