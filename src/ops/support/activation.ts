/** Activations fused into another operator. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { integerRange } from '../../graph/dtype.ts';
import type { Tensor } from '../../graph/graph.ts';
import { roundAwayFromZero } from '../../graph/round.ts';
import type { TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** ActivationFunctionType of the schema, in its order. */
export const ACTIVATIONS = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;
/** A fused activation's name. */
export type Activation = (typeof ACTIVATIONS)[number];

/** Real ranges that activations clamp to. */
const LIMITS: ReadonlyMap<Activation, readonly [min: number, max: number]> = new Map([
  ['NONE', [-Infinity, Infinity]],
  ['RELU', [0, Infinity]],
  ['RELU_N1_TO_1', [-1, 1]],
  ['RELU6', [0, 6]],
]);

/** The real range that the activation clamps to; undefined for TANH and SIGN_BIT, which do not clamp. */
export function activationLimits(activation: Activation): readonly [min: number, max: number] | undefined {
  return LIMITS.get(activation);
}

/** The activation that clamps to just that range. */
export function activationWithin(min: number, max: number): Activation | undefined {
  return [...LIMITS].find(([, limits]) => limits[0] === min && limits[1] === max)?.[0];
}

/** The same; TANH and SIGN_BIT, which TFLM's integer kernels refuse, are refused. */
function clampOf<A>(activation: Activation, node: OpNode<A>): readonly [number, number] {
  const limits = activationLimits(activation);
  if (limits !== undefined) return limits;
  throw node.error(
    `has the fused activation ${activation}, which TFLM has no kernel for`,
    'Export the model with the activation as an operator of its own.',
  );
}

/** Applies the activation to a float result. */
export function applyActivation<A>(
  tf: TF,
  x: tfjs.Tensor,
  activation: Activation,
  node: OpNode<A>,
): tfjs.Tensor {
  const [min, max] = clampOf(activation, node);
  if (min === -Infinity) return x;
  if (max === Infinity) return tf.relu(x);
  return tf.clipByValue(x, min, max);
}

/**
 * The integer range [min, max] that the kernel clamps its output to: the activation's range in the output's
 * quantization, within the element type (TFLite's CalculateActivationRangeQuantized, in float32 as there).
 *
 * @throws TflqError where the scale is so small that the range overflows, as TFLM refuses it
 */
export function activationRange<A>(
  activation: Activation,
  output: Tensor,
  node: OpNode<A>,
): readonly [number, number] {
  const [typeMin, typeMax] = integerRange(output.dtype);
  const [min, max] = clampOf(activation, node);
  const quantize = (real: number): number => {
    const steps = roundAwayFromZero(Math.fround(Math.fround(real) / Math.fround(node.scale(output))));
    if (Math.abs(steps) >= 2 ** 31) {
      throw node.error(
        `has a scale of ${node.scale(output)}, in which its activation's limit of ${real} is beyond 32 bits`,
        'Calibrate the model again: the range observed for the output is far too small.',
      );
    }
    return node.zeroPoint(output) + steps;
  };
  return [
    min === -Infinity ? typeMin : Math.max(typeMin, quantize(min)),
    max === Infinity ? typeMax : Math.min(typeMax, quantize(max)),
  ];
}

/** The range [min, max] that the activation holds int32 numbers within which are what they are. */
export function integerActivationRange<A>(
  activation: Activation,
  node: OpNode<A>,
): readonly [number, number] {
  const [typeMin, typeMax] = integerRange('int32');
  const [min, max] = clampOf(activation, node);
  return [Math.max(typeMin, min), Math.min(typeMax, max)];
}
