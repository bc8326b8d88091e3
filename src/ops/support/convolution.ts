/** What the convolutions share: bias, weights' scales, and the kernels' fields. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '../../graph/graph.ts';
import { activationRange, applyActivation } from './activation.ts';
import { quantizeMultiplier } from './fixed-point.ts';
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

/** The kernel for an operation with weights, by the name that its int8 kernel has. */
export function weightedKernel<A>(node: OpNode<A>, int8: string, inputs = USUAL_INPUTS): string {
  return kernelForTypes(node, operands(node, inputs), {
    'int8, int8 -> int8': int8,
    'int8, int8, int32 -> int8': int8,
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

/** The fields that end the parameters of every kernel with weights: factors to the output's scale, and its range. */
export function outputFields<A extends Pick<WindowAttrs, 'activation'>>(
  node: OpNode<A>,
  realFactors: readonly number[],
): KernelField[] {
  const output = node.output();
  const factors = realFactors.map(quantizeMultiplier);
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
    int32Field('output_zero_point', node.zeroPoint(output)),
    int32Field('output_min', min),
    int32Field('output_max', max),
  ];
}

/** The fields of a convolution's kernel from its input's zero point on; weights have no zero point there. */
export function convolutionFields<A extends Pick<WindowAttrs, 'activation'>>(
  node: OpNode<A>,
  axis: number,
  inputs = USUAL_INPUTS,
): KernelField[] {
  const input = node.input(inputs.data);
  const weights = node.input(inputs.weights);
  const scales = weightScales(node, axis, inputs);
  if (node.zeroPoint(weights) !== 0) {
    throw node.error(
      `has weights with the zero point ${node.zeroPoint(weights)}; int8 weights must have 0`,
      'Quantize the float model with this tool.',
    );
  }
  const factors = scales.map((scale) => (node.scale(input) * scale) / node.scale(node.output()));
  return [int32Field('input_zero_point', node.zeroPoint(input)), ...outputFields(node, factors)];
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
