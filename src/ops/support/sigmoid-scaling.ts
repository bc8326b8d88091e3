/**
 * The inputs of LOGISTIC and TANH: int8 as fixed-point numbers, int16 as the argument of a table, which gives the
 * output too (tflq_sigmoid_s16.h).
 */
import { roundAwayFromZero } from '../../graph/round.ts';
import { checkInt16ZeroPoints } from './elementwise.ts';
import { expScaling } from './exp-scaling.ts';
import { int32Field, type KernelField } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** Steps of the table's argument in 1. */
const STEPS = 3 * 4096;

/** Fractional bits of the output. */
const OUTPUT_BITS = 15;

/** The multiplier's largest value. */
const LARGEST = 32767;

/** Integer bits of the number that the int8 kernels are computed of. */
const INTEGER_BITS = 4;

/** log2 of a scale, where it is a power of two but for a thousandth of an octave: TFLite's CheckedLog2, in float32 as there. */
function wholeLog2(scale: number): number | undefined {
  const log2 = Math.fround(Math.fround(Math.log(scale)) * Math.fround(1 / Math.fround(Math.LN2)));
  const whole = roundAwayFromZero(log2);
  return Math.abs(Math.fround(log2 - whole)) < 1e-3 ? whole : undefined;
}

/**
 * From the input's scale to the table's argument: value × multiplier / 2^shift.
 *
 * @param directShifts what powers of two above 1/4096 are multiplied by as they are
 */
function argumentScaling(
  scale: number,
  directShifts: readonly number[],
): { multiplier: number; shift: number } {
  const log2 = wholeLog2(scale);
  if (log2 !== undefined && directShifts.includes(12 + log2)) {
    return { multiplier: 3 << (12 + log2), shift: 0 };
  }
  let multiplier = scale * STEPS;
  let shift = 0;
  while (multiplier <= LARGEST / 2 && shift <= 30) {
    multiplier *= 2;
    shift++;
  }
  return { multiplier: Math.trunc(multiplier), shift };
}

/**
 * The parameters of logistic_s16 and tanh_s16.
 *
 * @param directShifts see argumentScaling: TFLM's kernels differ in them
 * @throws TflqError where the quantization is one that TFLM's kernel refuses or overflows with
 */
export function sigmoidFields<A>(node: OpNode<A>, directShifts: readonly number[]): KernelField[] {
  const [input, output] = [node.input(0), node.output()];
  checkInt16ZeroPoints(node);
  if (wholeLog2(node.scale(output)) !== -OUTPUT_BITS) {
    throw node.error(`has an int16 output of scale ${node.scale(output)}; its kernel gives 1/32768`);
  }
  const { multiplier, shift } = argumentScaling(node.scale(input), directShifts);
  if (multiplier > LARGEST) {
    throw node.error(`has an int16 input of scale ${node.scale(input)}; its kernel takes scales below 2.66`);
  }
  return [int32Field('input_multiplier', multiplier), int32Field('input_shift', shift)];
}

/** The parameters of logistic_s8 and tanh_s8. */
export function sigmoidFieldsS8<A>(node: OpNode<A>): KernelField[] {
  const input = node.input(0);
  const { multiplier, shift, radius } = expScaling(node.scale(input), INTEGER_BITS);
  return [
    int32Field('input_zero_point', node.zeroPoint(input)),
    int32Field('input_radius', radius),
    int32Field('input_multiplier', multiplier),
    int32Field('input_shift', shift),
  ];
}
