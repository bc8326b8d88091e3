/** What the convolutions share: bias, weights' scales, and the kernels' fields. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '../../graph/graph.ts';
import { activationRange, applyActivation } from './activation.ts';
import { type FixedPoint, LARGEST_WIDE_FACTOR, quantizeMultiplier } from './fixed-point.ts';
import {
  int32Field,
  type KernelArgument,
  type KernelField,
  reads,
  tableField,
  writes,
} from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import type { OperandRule, TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import type { QuantizedBias } from './quantized-bias.ts';
import type { WindowAttrs, WindowAxis, WindowWalk } from './window.ts';

/** The attributes of both convolutions. */
export interface ConvolutionAttrs extends WindowAttrs {
  readonly dilationW: number;
  readonly dilationH: number;
}

/** Which inputs are data, weights, and the bias, which may be absent. */
export interface WeightedInputs {
  readonly data: number;
  readonly weights: number;
  readonly bias: number;
}

/** The places of most operators with weights. */
const USUAL_INPUTS: WeightedInputs = { data: 0, weights: 1, bias: 2 };

/** Refuses a bias that is not one number an output channel. */
export function checkBias<A>(node: OpNode<A>, channels: number, inputs = USUAL_INPUTS): void {
  const bias = node.optionalInput(inputs.bias);
  if (bias === undefined) return;
  if (bias.shape.length !== 1 || bias.shape[0] !== channels) {
    throw node.error(`has a bias of shape [${bias.shape.join(', ')}] for ${channels} output channels`);
  }
}

/** How an operator with weights is quantized; `axis` is the dimension of the output channels in the weights. */
export function weightedRule(axis: number, inputs = USUAL_INPUTS): (i: number) => OperandRule {
  return (i) => {
    if (i === inputs.weights) return { as: 'weights', axis };
    if (i === inputs.bias) return { as: 'bias', input: inputs.data, weights: inputs.weights };
    return i === inputs.data ? { as: 'activation' } : { as: 'plain' };
  };
}

/** The inputs that are there: data, weights, bias. */
function operands<A>(node: OpNode<A>, { data, weights, bias }: WeightedInputs): Tensor[] {
  return [data, weights, bias].flatMap((i) => node.optionalInput(i) ?? []);
}

/** The kernel for an operation with weights: `family` with what says its types, e.g. `conv_2d` gives `conv_2d_s8`. */
export function weightedKernel<A>(
  node: OpNode<A>,
  family: string,
  { inputs = USUAL_INPUTS, narrowSums = false }: { inputs?: WeightedInputs; narrowSums?: boolean } = {},
): string {
  return kernelForTypes(node, operands(node, inputs), {
    'int8, int8 -> int8': `${family}_s8`,
    'int8, int8, int32 -> int8': `${family}_s8`,
    'int16, int8 -> int16': `${family}_s16`,
    'int16, int8, int64 -> int16': `${family}_s16`,
    ...(narrowSums && { 'int16, int8, int32 -> int16': `${family}_s16` }),
  });
}

/** The pointers that such a kernel takes. */
export function weightedArguments<A>(node: OpNode<A>, inputs = USUAL_INPUTS): KernelArgument[] {
  return [
    reads(node.inputIndex(inputs.data)),
    reads(node.inputIndex(inputs.weights)),
    reads(node.inputIndex(inputs.bias)),
    writes(node.outputIndex(0)),
  ];
}

/**
 * The weights' scales: one for each of the output channels, or one for all.
 *
 * @param axis the dimension of the output channels in the weights
 * @throws TflqError where the scales run along another dimension or a zero point per channel is not 0
 */
export function weightScales<A>(node: OpNode<A>, axis: number, inputs = USUAL_INPUTS): readonly number[] {
  const weights = node.input(inputs.weights);
  const quant = node.quant(weights);
  const { scale, zeroPoint } = quant;
  if (scale.length > 1 && (quant.axis !== axis || scale.length !== weights.shape[axis])) {
    throw node.error(
      `has weights with ${scale.length} scales along dimension ${quant.axis}; ` +
        `it needs one scale, or ${weights.shape[axis]} along dimension ${axis}`,
    );
  }
  if (scale.length > 1 && zeroPoint.some((zero) => zero !== 0)) {
    throw node.error('has weights quantized per channel with zero points other than 0');
  }
  return scale;
}

/**
 * Factors from sums to the output's scale, as the kernels take them.
 *
 * @param bits of the sums
 * @throws TflqError where a factor is beyond what TFLite scales sums of 64 bits with
 */
export function outputFactors<A>(node: OpNode<A>, real: readonly number[], bits: 32 | 64): FixedPoint[] {
  const largest = Math.max(...real);
  if (bits === 64 && !(largest < LARGEST_WIDE_FACTOR)) {
    throw node.error(
      `has an output scale ${largest} times finer than its sums; with int16 activations it may be ` +
        `less than ${LARGEST_WIDE_FACTOR} times`,
      'Calibrate the model again: the range observed for the output is far too small.',
    );
  }
  return real.map(quantizeMultiplier);
}

/** Refuses zero points other than 0, which kernels with int16 activations know nothing of. */
export function requireSymmetric<A>(node: OpNode<A>, tensors: readonly Tensor[]): void {
  for (const tensor of tensors) {
    if (node.zeroPoint(tensor) === 0) continue;
    throw node.error(
      `has the zero point ${node.zeroPoint(tensor)} on tensor ${JSON.stringify(tensor.name)}; ` +
        'with int16 activations it must be 0',
    );
  }
}

/**
 * The fields that end the parameters of every kernel with weights: factors to the output's scale, and its range.
 *
 * @param bits of the sums
 */
export function outputFields<A extends Pick<WindowAttrs, 'activation'>>(
  node: OpNode<A>,
  realFactors: readonly number[],
  bits: 32 | 64 = node.output().dtype === 'int16' ? 64 : 32,
): KernelField[] {
  const output = node.output();
  const factors = outputFactors(node, realFactors, bits);
  const [min, max] = activationRange(node.attrs.activation, output, node);
  return [
    int32Field('scale_step', factors.length > 1 ? 1 : 0),
    tableField(
      'output_multipliers',
      factors.map((factor) => factor.multiplier),
    ),
    tableField(
      'output_shifts',
      factors.map((factor) => factor.shift),
    ),
    ...(output.dtype === 'int16' ? [] : [int32Field('output_zero_point', node.zeroPoint(output))]),
    int32Field('output_min', min),
    int32Field('output_max', max),
  ];
}

/** Bits of the sums of an operator that takes biases of int32 with int16 activations: as its bias has, or would have. */
export function sumBits<A extends QuantizedBias>(node: OpNode<A>): 32 | 64 {
  if (node.output().dtype !== 'int16') return 32;
  const bias = node.optionalInput(USUAL_INPUTS.bias)?.dtype;
  return bias === 'int32' || (bias === undefined && node.attrs.quantizedBiasType === 'INT32') ? 32 : 64;
}

/** The field that says it to kernels of int16; those of int8 know. */
export function sumBitsFields<A extends QuantizedBias>(node: OpNode<A>): KernelField[] {
  return node.output().dtype === 'int16' ? [int32Field('accumulator_bits', sumBits(node))] : [];
}

/** The real factors of a convolution, from sums to the output's scale; its weights have no zero point. */
export function convolutionFactors<A>(node: OpNode<A>, axis: number, inputs = USUAL_INPUTS): number[] {
  const input = node.input(inputs.data);
  const weights = node.input(inputs.weights);
  const scales = weightScales(node, axis, inputs);
  if (node.zeroPoint(weights) !== 0) {
    throw node.error(
      `has weights with the zero point ${node.zeroPoint(weights)}; int8 weights must have 0`,
      'Quantize the float model with this tool.',
    );
  }
  return scales.map((scale) => (node.scale(input) * scale) / node.scale(node.output()));
}

/** The input's zero point; int16 activations have none, which is checked here. */
export function inputFields<A>(node: OpNode<A>, inputs = USUAL_INPUTS): KernelField[] {
  const input = node.input(inputs.data);
  if (input.dtype !== 'int16') return [int32Field('input_zero_point', node.zeroPoint(input))];
  requireSymmetric(node, [input, node.output()]);
  return [];
}

/** The dilation's fields. A single tap is nowhere apart from itself, whatever the file says. */
export function dilationFields({ height, width }: WindowWalk): KernelField[] {
  const dilation = (axis: WindowAxis) => (axis.taps > 1 ? axis.dilation : 1);
  return [int32Field('dilation_height', dilation(height)), int32Field('dilation_width', dilation(width))];
}

/** Adds the bias, where there is one, and applies the activation. */
export function finish<A extends Pick<WindowAttrs, 'activation'>>(
  tf: TF,
  node: OpNode<A>,
  sums: tfjs.Tensor,
  bias: tfjs.Tensor | undefined,
): tfjs.Tensor {
  return applyActivation(tf, bias === undefined ? sums : tf.add(sums, bias), node.attrs.activation, node);
}
