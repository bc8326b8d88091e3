/**
 * TRANSPOSE_CONV: a convolution the other way round. Each element of the input adds its product with a window of
 * weights to the output, and the windows lie as far apart as the strides say.
 *
 * Inputs are the output's shape, weights [output channels, height, width, depth], data [batch, height, width, depth],
 * and perhaps a bias. The padding is cut off the output: as much as a convolution from output to input would have.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { ACTIVATIONS } from './support/activation.ts';
import {
  checkBias,
  convolutionFactors,
  finish,
  inputFields,
  outputFields,
  type WeightedInputs,
  weightedArguments,
  weightedKernel,
  weightedRule,
} from './support/convolution.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field } from './support/kernel-call.ts';
import { defineOp, type TF } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { PADDINGS, windowDim } from './support/padding.ts';
import { type QuantizedBias, quantizedBiasField, saysBiasType } from './support/quantized-bias.ts';
import { shape4, type WindowAttrs, windowFields } from './support/window.ts';

/** The options of TRANSPOSE_CONV. */
interface TransposeConvAttrs extends WindowAttrs, QuantizedBias {}

type Node = OpNode<TransposeConvAttrs>;

const OUTPUT_SHAPE = 0;
const INPUTS: WeightedInputs = { data: 2, weights: 1, bias: 3 };

/** The dimension of the output channels in the weights. */
const CHANNEL_AXIS = 0;

/** Weights as tfjs takes them: [height, width, output channels, depth]. */
const TFJS_WEIGHTS = [1, 2, 0, 3];

/** Bytes of the data of TFLM's kernel. */
const TFLM_DATA = 80;

/** Coordinates are 32-bit numbers in the kernels. */
const LARGEST_COORDINATE = 2 ** 31 - 1;

/** One dimension of the windows' walk over the output. */
interface Axis {
  readonly input: number;
  readonly output: number;
  readonly taps: number;
  readonly stride: number;
  /** Elements that are cut off before the output's first. */
  readonly before: number;
}

/** The whole walk. */
interface Geometry {
  readonly batch: number;
  readonly inputDepth: number;
  readonly outputDepth: number;
  readonly height: Axis;
  readonly width: Axis;
}

/** The output's shape as its input says it, or as the file declares it where that input is computed. */
function outputShape(node: Node): readonly number[] {
  const isKnown = node.input(OUTPUT_SHAPE).data !== undefined;
  const shape = isKnown ? node.constantInput(OUTPUT_SHAPE) : node.output().shape;
  if (shape.length !== 4 || shape.some((dim) => dim < 1)) {
    throw node.error(`has an output of shape [${shape.join(', ')}]; it needs 4 dimensions, all at least 1`);
  }
  return shape;
}

function axis(node: Node, name: string, sizes: Omit<Axis, 'before'>): Axis {
  const { output, taps, stride } = sizes;
  if (!(stride >= 1)) throw node.error(`has a stride of ${stride} along its ${name}; it must be at least 1`);
  if (!(taps >= 1)) throw node.error(`has a window of ${taps} along its ${name}; it must be at least 1`);
  if (output + taps > LARGEST_COORDINATE) {
    throw node.error(`has an output of ${output} along its ${name}, which is too large`);
  }
  return { ...sizes, before: windowDim(node.attrs.padding, output, taps, stride).before };
}

function geometry(node: Node): Geometry {
  checkInputCount(node, 3, 4);
  const [outputDepth, tapsH, tapsW, weightDepth] = shape4(node, INPUTS.weights, 'weights');
  const [batch, inputH, inputW, inputDepth] = shape4(node, INPUTS.data, 'an input');
  const [outputBatch, outputH, outputW, channels] = outputShape(node) as [number, number, number, number];
  if (inputDepth !== weightDepth || outputBatch !== batch || channels !== outputDepth) {
    throw node.error(
      `cannot make [${[outputBatch, outputH, outputW, channels].join(', ')}] ` +
        `of an input of shape [${[batch, inputH, inputW, inputDepth].join(', ')}] ` +
        `and weights of shape [${[outputDepth, tapsH, tapsW, weightDepth].join(', ')}]`,
    );
  }
  checkBias(node, outputDepth, INPUTS);
  const { strideH, strideW } = node.attrs;
  return {
    batch,
    inputDepth,
    outputDepth,
    height: axis(node, 'height', { input: inputH, output: outputH, taps: tapsH, stride: strideH }),
    width: axis(node, 'width', { input: inputW, output: outputW, taps: tapsW, stride: strideW }),
  };
}

/** Elements that the windows reach along one dimension, from the first element's first tap on. */
function reach({ input, taps, stride }: Axis): number {
  return (input - 1) * stride + taps;
}

/** What the windows give in all, cut, and filled up with zeros where the output is larger, to the output's size. */
function cut(tf: TF, { batch, outputDepth, height, width }: Geometry, whole: tfjs.Tensor4D): tfjs.Tensor4D {
  const size = (dim: Axis) => Math.max(0, Math.min(dim.output, reach(dim) - dim.before));
  const part = tf.slice(
    whole,
    [0, Math.min(height.before, reach(height)), Math.min(width.before, reach(width)), 0],
    [batch, size(height), size(width), outputDepth],
  );
  return tf.pad(part, [
    [0, 0],
    [0, height.output - size(height)],
    [0, width.output - size(width)],
    [0, 0],
  ]);
}

export default defineOp<TransposeConvAttrs>({
  type: 'TRANSPOSE_CONV',
  summary: 'a convolution the other way round, which makes height and width larger',
  types: ['int8', 'int16'],
  shapes(node) {
    const { batch, height, width, outputDepth } = geometry(node);
    return [[batch, height.output, width.output, outputDepth]];
  },
  float(tf, node, [, weights, x, bias]) {
    const walk = geometry(node);
    const { batch, height, width, outputDepth } = walk;
    const shape: [number, number, number, number] = [batch, reach(height), reach(width), outputDepth];
    const strides: [number, number] = [height.stride, width.stride];
    const whole = tf.conv2dTranspose(x as tfjs.Tensor4D, weights as tfjs.Tensor4D, shape, strides, 'valid');
    return [finish(tf, node, cut(tf, walk, whole), bias)];
  },
  algebra: {
    fusesActivation: true,
    linear: () => ({
      ...INPUTS,
      outputAxis: CHANNEL_AXIS,
      inputAxis: { axis: 3, neighbours: 1 },
      pads: true,
    }),
  },
  arrange: (tf, i, x) => (i === INPUTS.weights ? tf.transpose(x, TFJS_WEIGHTS) : x),
  quantization: { input: weightedRule(CHANNEL_AXIS, INPUTS), output: { as: 'activation' } },
  tflite: {
    code: 67,
    leavesOutAbsent: true,
    options: {
      union: 49,
      fields: {
        padding: { slot: 0, type: 'enum', values: PADDINGS, default: 'SAME' },
        strideW: { slot: 1, type: 'int32', default: 0 },
        strideH: { slot: 2, type: 'int32', default: 0 },
        activation: { slot: 3, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        quantizedBiasType: quantizedBiasField(4),
      },
    },
    version(node) {
      if (saysBiasType(node.attrs)) return 5;
      if (node.attrs.activation !== 'NONE') return 4;
      if (node.optionalInput(INPUTS.bias) !== undefined) return 3;
      return node.input(INPUTS.weights).dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddTransposeConv',
  tflmBuffers(node) {
    const { batch, outputDepth, height, width } = geometry(node);
    const sums = batch * height.output * width.output * outputDepth;
    return { data: TFLM_DATA, scratch: [sums * (node.output().dtype === 'int16' ? 8 : 4)] };
  },
  macs(node) {
    const { batch, inputDepth, outputDepth, height, width } = geometry(node);
    return batch * height.input * width.input * height.taps * width.taps * inputDepth * outputDepth;
  },
  kernels(node) {
    const { batch, inputDepth, outputDepth, height, width } = geometry(node);
    return [
      {
        kernel: weightedKernel(node, 'transpose_conv', { inputs: INPUTS }),
        fields: [
          ...windowFields({ batch, height, width }),
          int32Field('input_depth', inputDepth),
          int32Field('output_depth', outputDepth),
          ...inputFields(node, INPUTS),
          ...outputFields(node, convolutionFactors(node, CHANNEL_AXIS, INPUTS)),
        ],
        args: weightedArguments(node, INPUTS),
      },
    ];
  },
});
