/**
 * DEPTHWISE_CONV_2D: a window over height and width, weighted and summed within each channel.
 *
 * Inputs are [batch, height, width, depth], weights [1, height, width, output channels], and perhaps a bias. There are
 * `depthMultiplier` output channels for each input channel, one after the other.
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
  weightedArguments,
  weightedKernel,
  weightedRule,
} from './support/convolution.ts';
import { slide } from './support/float-window.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field } from './support/kernel-call.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { PADDINGS } from './support/padding.ts';
import { isPadded, shape4, type WindowWalk, windowFields, windowWalk } from './support/window.ts';

/** The options of DEPTHWISE_CONV_2D. */
interface DepthwiseConv2dAttrs extends ConvolutionAttrs {
  /** Output channels for each input channel. */
  readonly depthMultiplier: number;
}

/** The dimension of the output channels in the weights. */
const CHANNEL_AXIS = 3;

/** The walk, once input, weights and bias are known to go together. */
function walkOf(node: OpNode<DepthwiseConv2dAttrs>): WindowWalk {
  checkInputCount(node, 2, 3);
  const [first, height, width, outputs] = shape4(node, 1, 'weights');
  const { dilationH, dilationW, depthMultiplier } = node.attrs;
  const walk = windowWalk(node, { taps: height, dilation: dilationH }, { taps: width, dilation: dilationW });
  if (first !== 1) {
    throw node.error(
      `has weights of shape [${node.input(1).shape.join(', ')}]; their first dimension must be 1`,
    );
  }
  if (depthMultiplier < 1 || outputs !== walk.depth * depthMultiplier) {
    throw node.error(
      `has ${walk.depth} input channels, a depth multiplier of ${depthMultiplier}, and weights for ${outputs} output channels`,
    );
  }
  checkBias(node, outputs);
  return walk;
}

export default defineOp<DepthwiseConv2dAttrs>({
  type: 'DEPTHWISE_CONV_2D',
  summary: 'a convolution over height and width within each channel',
  types: ['int8', 'int16'],
  shapes(node) {
    const { batch, depth, height, width } = walkOf(node);
    return [[batch, height.output, width.output, depth * node.attrs.depthMultiplier]];
  },
  float(tf, node, [x, weights, bias]) {
    const walk = walkOf(node);
    const filter = tf.reshape(weights!, [
      walk.height.taps,
      walk.width.taps,
      walk.depth,
      node.attrs.depthMultiplier,
    ]) as tfjs.Tensor4D;
    const sums = slide(tf, walk, ({ strides, dilations, padding }) =>
      tf.depthwiseConv2d(x as tfjs.Tensor4D, filter, strides, padding, 'NHWC', dilations),
    );
    return [finish(tf, node, sums, bias)];
  },
  algebra: {
    fusesActivation: true,
    linear(node) {
      const inputAxis = { axis: CHANNEL_AXIS, neighbours: node.attrs.depthMultiplier };
      const pads = isPadded(walkOf(node));
      return { data: 0, weights: 1, bias: 2, outputAxis: CHANNEL_AXIS, inputAxis, pads };
    },
    window: walkOf,
  },
  quantization: { input: weightedRule(CHANNEL_AXIS), output: { as: 'activation' } },
  tflite: {
    code: 4,
    leavesOutAbsent: true,
    options: {
      union: 2,
      fields: {
        padding: { slot: 0, type: 'enum', values: PADDINGS, default: 'SAME' },
        strideW: { slot: 1, type: 'int32', default: 0 },
        strideH: { slot: 2, type: 'int32', default: 0 },
        depthMultiplier: { slot: 3, type: 'int32', default: 0 },
        activation: { slot: 4, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        dilationW: { slot: 5, type: 'int32', default: 1 },
        dilationH: { slot: 6, type: 'int32', default: 1 },
      },
    },
    version(node) {
      const { dtype } = node.input(0);
      if (dtype === 'int16') return 5;
      if (dtype === 'int8') return 3;
      return node.attrs.dilationW !== 1 || node.attrs.dilationH !== 1 ? 2 : 1;
    },
  },
  tflmResolver: 'AddDepthwiseConv2D',
  tflmInt8: 'Register_DEPTHWISE_CONV_2D_INT8',
  macs(node) {
    const { batch, depth, height, width } = walkOf(node);
    const outputs = batch * height.output * width.output * depth * node.attrs.depthMultiplier;
    return outputs * height.taps * width.taps;
  },
  kernels(node) {
    const walk = walkOf(node);
    return [
      {
        kernel: weightedKernel(node, 'depthwise_conv_2d'),
        fields: [
          ...windowFields(walk),
          ...dilationFields(walk),
          int32Field('input_depth', walk.depth),
          int32Field('depth_multiplier', node.attrs.depthMultiplier),
          ...inputFields(node),
          ...outputFields(node, convolutionFactors(node, CHANNEL_AXIS)),
        ],
        args: weightedArguments(node),
      },
    ];
  },
});
