/** The kernels of MEAN and SUM. */
import type { FixedPoint } from './fixed-point.ts';
import { int32Field, type KernelCall, reads, writes } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import type { OpNode } from './op-node.ts';
import { reducedCount, reduceFields } from './reduce.ts';

/** The call that sums and scales; `scale` is the factor from a sum to the output's steps. */
export function reduceSumCall<A>(node: OpNode<A>, scale: FixedPoint): KernelCall {
  const [input, output] = [node.input(0), node.output()];
  const kernel = kernelForTypes(node, [input], {
    'int8 -> int8': 'reduce_sum_s8',
    'int16 -> int16': 'reduce_sum_s16',
  });
  return {
    kernel,
    fields: [
      ...reduceFields(node),
      // A product beyond int32 wraps, as the sums do.
      int32Field('input_zero_sum', Math.imul(node.zeroPoint(input), reducedCount(node))),
      int32Field('output_zero_point', node.zeroPoint(output)),
      int32Field('output_multiplier', scale.multiplier),
      int32Field('output_shift', scale.shift),
    ],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  };
}
