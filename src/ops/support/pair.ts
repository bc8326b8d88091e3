/** Arithmetic on two tensors, element by element: what its operators have in common. See tflq_pair.h. */
import { integerRange } from '../../graph/dtype.ts';
import { type Activation, integerActivationRange } from './activation.ts';
import { broadcastFields } from './broadcast.ts';
import { type FixedPoint, quantizeMultiplier } from './fixed-point.ts';
import { int32Field, type KernelCall, type KernelField, reads, writes } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** The call of a kernel that reads inputs 0 and 1 and writes the output. */
export function pairCall<A>(node: OpNode<A>, kernel: string, fields: readonly KernelField[]): KernelCall {
  return {
    kernel,
    fields: [...broadcastFields(node), ...fields],
    args: [reads(node.inputIndex(0)), reads(node.inputIndex(1)), writes(node.outputIndex(0))],
  };
}

/** A multiplier of which TFLM demands that it lies between 0 and 1. */
export function belowOne<A>(real: number, node: OpNode<A>): FixedPoint {
  const multiplier = quantizeMultiplier(real);
  if (!(real > 0 && real < 1) || multiplier.shift > 0) {
    throw node.error(
      'has an output scale far finer or coarser than its inputs, which its integer kernel cannot reach',
      'Calibrate the model again: the range observed for an input or the output is far off.',
    );
  }
  return multiplier;
}

/** Factors that bring both inputs to a common scale, and that scale to the output's. */
export interface PairFactors {
  readonly input1: FixedPoint;
  readonly input2: FixedPoint;
  readonly output: FixedPoint;
}

/**
 * The call of a kernel that brings its inputs to a common scale.
 *
 * @param range what the output is held within
 */
export function scaledPairCall<A>(
  node: OpNode<A>,
  kernel: string,
  factors: PairFactors,
  [min, max]: readonly [number, number],
): KernelCall {
  const [a, b, output] = [node.input(0), node.input(1), node.output()];
  return pairCall(node, kernel, [
    int32Field('input1_zero_point', node.zeroPoint(a)),
    int32Field('input1_multiplier', factors.input1.multiplier),
    int32Field('input1_shift', factors.input1.shift),
    int32Field('input2_zero_point', node.zeroPoint(b)),
    int32Field('input2_multiplier', factors.input2.multiplier),
    int32Field('input2_shift', factors.input2.shift),
    int32Field('output_zero_point', node.zeroPoint(output)),
    int32Field('output_multiplier', factors.output.multiplier),
    int32Field('output_shift', factors.output.shift),
    int32Field('output_min', min),
    int32Field('output_max', max),
  ]);
}

/** The call of a kernel that computes with int32 as they are. */
export function plainPairCall<A>(
  node: OpNode<A>,
  kernel: string,
  activation: Activation = 'NONE',
): KernelCall {
  const [min, max] = integerActivationRange(activation, node);
  return pairCall(node, kernel, [int32Field('output_min', min), int32Field('output_max', max)]);
}

/** The range of an output without activation. */
export function outputRange<A>(node: OpNode<A>): readonly [number, number] {
  return integerRange(node.output().dtype);
}

/** Refuses int32 tensors that stand for real numbers: TFLM does not look at their scales. */
export function refuseQuantizedInt32<A>(node: OpNode<A>): void {
  for (const tensor of [node.input(0), node.input(1), node.output()]) {
    if (tensor.quant !== undefined) {
      throw node.error(`works on int32 with quantization parameters (${JSON.stringify(tensor.name)})`);
    }
  }
}

/** Refuses zero points other than 0 on int16 tensors, as TFLM's kernels do that are written for symmetric ones. */
export function requireSymmetric<A>(node: OpNode<A>): void {
  for (const tensor of [node.input(0), node.input(1), node.output()]) {
    const zeroPoint = node.zeroPoint(tensor);
    if (zeroPoint !== 0) {
      throw node.error(
        `has the zero point ${zeroPoint} on int16 tensor ${JSON.stringify(tensor.name)}; it takes 0`,
      );
    }
  }
}
