/** SOFTMAX: exp(beta × x), normalized to a sum of 1 along the last dimension. */
import { elementCount } from '../graph/graph.ts';
import { versionByType } from './support/elementwise.ts';
import { expScaling } from './support/exp-scaling.ts';
import { int32Field, type KernelField, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of SOFTMAX. */
interface SoftmaxAttrs {
  readonly beta: number;
}

/** Integer bits of what the kernel takes the exponential of. */
const INTEGER_BITS = 5;

/** The output parameters that TFLM's kernels ask for; int16's scale may be off by a thousandth. */
const OUTPUTS: Readonly<Record<string, { scale: number; tolerance: number; zeroPoint: number }>> = {
  int8: { scale: 1 / 256, tolerance: 0, zeroPoint: -128 },
  int16: { scale: 1 / 65536, tolerance: 1e-3 / 65536, zeroPoint: -32768 },
};

function lastDim(node: OpNode<SoftmaxAttrs>): number {
  const depth = node.input(0).shape.at(-1);
  if (depth === undefined) throw node.error('has a scalar as its input; it needs at least one dimension');
  return depth;
}

/** From differences of the input to Q5.26, and the difference from which on an element counts as 0. */
function scalingFields(node: OpNode<SoftmaxAttrs>): KernelField[] {
  const scale = Math.fround(node.attrs.beta) * node.scale(node.input(0));
  if (!(scale * 2 ** (31 - INTEGER_BITS) > 1)) {
    throw node.error(
      `has a beta of ${node.attrs.beta} and an input scale of ${node.scale(node.input(0))}, too small a product for its integer kernel`,
    );
  }
  const { multiplier, shift, radius } = expScaling(scale, INTEGER_BITS);
  return [
    int32Field('input_multiplier', multiplier),
    int32Field('input_shift', shift),
    int32Field('diff_min', -radius),
  ];
}

export default defineOp<SoftmaxAttrs>({
  type: 'SOFTMAX',
  summary: 'probabilities along the last dimension',
  shapes(node) {
    lastDim(node);
    return [node.input(0).shape];
  },
  float: (tf, node, [x]) => [tf.softmax(tf.mul(x!, node.attrs.beta))],
  quantization: {
    input: () => ({ as: 'activation' }),
    output: { as: 'fixed', quant: { scale: [1 / 256], zeroPoint: [-128], axis: 0 } },
  },
  tflite: {
    code: 25,
    options: { union: 9, fields: { beta: { slot: 0, type: 'float32', default: 0 } } },
    version: versionByType,
  },
  tflmResolver: 'AddSoftmax',
  tflmInt8: 'Register_SOFTMAX_INT8',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], {
      'int8 -> int8': 'softmax_s8',
      'int8 -> int16': 'softmax_s8_s16',
    });
    const needs = OUTPUTS[output.dtype]!;
    if (
      Math.abs(node.scale(output) - needs.scale) > needs.tolerance ||
      node.zeroPoint(output) !== needs.zeroPoint
    ) {
      throw node.error(
        `has an output of scale ${node.scale(output)} and zero point ${node.zeroPoint(output)}; ` +
          `its kernel gives scale 1/${1 / needs.scale} and zero point ${needs.zeroPoint}`,
      );
    }
    const depth = lastDim(node);
    return [
      {
        kernel,
        fields: [
          int32Field('rows', elementCount(input.shape) / depth),
          int32Field('depth', depth),
          ...scalingFields(node),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
