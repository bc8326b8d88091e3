/** What ADD and SUB have in common. */
import { ACTIVATIONS, type Activation, activationRange } from './activation.ts';
import type { KernelCall } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';
import type { OptionsTable } from './options-table.ts';
import { belowOne, scaledPairCall } from './pair.ts';

/** The options of ADD and of SUB. */
export interface SumAttrs {
  readonly activation: Activation;
  /**
   * Says of int16 tensors that their scales are powers of two, which once had kernels of their own. TFLM computes
   * all of them with the kernel for any scales, so that nothing but the operator's version follows from it.
   */
  readonly potScaleInt16: boolean;
}

/** Where the file has them. */
export const sumFields: OptionsTable<SumAttrs>['fields'] = {
  activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
  potScaleInt16: { slot: 1, type: 'bool', default: true },
};

/** Bits by which the kernels raise their inputs: TFLQ_ADD_S8_HEADROOM and its like. */
const HEADROOM = { int8: 20, int16: 15 };

/**
 * The call of a kernel that adds or subtracts int8 or int16: both inputs are brought to twice the larger scale. TFLM
 * of October 2026 computes the factors in float64; older ones computed those of SUB in float32.
 */
export function scaledSumCall(node: OpNode<SumAttrs>, kernel: string): KernelCall {
  const [a, b, output] = [node.input(0), node.input(1), node.output()];
  const common = 2 * Math.max(node.scale(a), node.scale(b));
  const raised = 2 ** HEADROOM[output.dtype as 'int8' | 'int16'];
  const factors = {
    input1: belowOne(node.scale(a) / common, node),
    input2: belowOne(node.scale(b) / common, node),
    output: belowOne(common / (raised * node.scale(output)), node),
  };
  return scaledPairCall(node, kernel, factors, activationRange(node.attrs.activation, output, node));
}
