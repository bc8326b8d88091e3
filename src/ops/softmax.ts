/** SOFTMAX: exp(beta × x), normalized to a sum of 1 along the last dimension. */
import { elementCount } from '../graph/graph.ts';
import { checkInt16ZeroPoints, versionByType } from './support/elementwise.ts';
import { expScaling } from './support/exp-scaling.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
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

/** The exponent to which the int16 kernel's range of differences reaches, and their number. */
const [INT16_RANGE, INT16_STEPS] = [10, 65535];

/** Bytes of the data of TFLM's kernel, and of the two tables that its int16 kernel fills when it starts. */
const [KERNEL_DATA, INT16_TABLES] = [64, 2 * 1040];

/** What TFLM's kernels ask of their output, by kernel; int16's scale may be off by a thousandth. */
const OUTPUTS: Readonly<Record<string, { scale: number; tolerance: number; zeroPoint: number }>> = {
  softmax_s8: { scale: 1 / 256, tolerance: 0, zeroPoint: -128 },
  softmax_s8_s16: { scale: 1 / 65536, tolerance: 1e-3 / 65536, zeroPoint: -32768 },
  softmax_s16: { scale: 1 / 32768, tolerance: 1e-3 / 32768, zeroPoint: 0 },
};

/** Refuses an output of other parameters than the kernel gives. */
function checkOutput(node: OpNode<SoftmaxAttrs>, kernel: string): void {
  const output = node.output();
  const { scale, tolerance, zeroPoint } = OUTPUTS[kernel]!;
  if (Math.abs(node.scale(output) - scale) <= tolerance && node.zeroPoint(output) === zeroPoint) return;
  throw node.error(
    `has an output of scale ${node.scale(output)} and zero point ${node.zeroPoint(output)}; ` +
      `its kernel gives scale 1/${1 / scale} and zero point ${zeroPoint}`,
  );
}

function lastDim(node: OpNode<SoftmaxAttrs>): number {
  const depth = node.input(0).shape.at(-1);
  if (depth === undefined) throw node.error('has a scalar as its input; it needs at least one dimension');
  return depth;
}

/** From differences of the input to steps of the int16 kernel's table. */
function int16Fields(node: OpNode<SoftmaxAttrs>): KernelField[] {
  const beta = Math.fround(node.attrs.beta);
  if (!(beta >= 0)) throw node.error(`has a beta of ${beta}; its kernel takes 0 and above`);
  checkInt16ZeroPoints(node);
  const factor = quantizeMultiplier((node.scale(node.input(0)) * beta) / (INT16_RANGE / INT16_STEPS));
  return [int32Field('input_multiplier', factor.multiplier), int32Field('input_shift', factor.shift)];
}

/** From differences of the input to Q5.26, and the difference from which on an element counts as 0. */
function int8Fields(node: OpNode<SoftmaxAttrs>): KernelField[] {
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
  types: ['int8', 'int16'],
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
  tflmBuffers: (node) => ({
    data: KERNEL_DATA + (node.input(0).dtype === 'int16' ? INT16_TABLES : 0),
    scratch: [],
  }),
  macs: () => 0,
  kernels(node) {
    const input = node.input(0);
    const kernel = kernelForTypes(node, [input], {
      'int8 -> int8': 'softmax_s8',
      'int8 -> int16': 'softmax_s8_s16',
      'int16 -> int16': 'softmax_s16',
    });
    checkOutput(node, kernel);
    const depth = lastDim(node);
    return [
      {
        kernel,
        codeBytes: 1536,
        fields: [
          int32Field('rows', elementCount(input.shape) / depth),
          int32Field('depth', depth),
          ...(input.dtype === 'int8' ? int8Fields(node) : int16Fields(node)),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
