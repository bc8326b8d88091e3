/** LOG_SOFTMAX: logarithms of the probabilities that SOFTMAX gives. */
import { elementCount } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { expScaling } from './support/exp-scaling.ts';
import { type FixedPoint, quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field, type KernelField, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** Integer bits of what the kernel takes the exponential of. */
const INTEGER_BITS = 5;

/** The output parameters that TFLM's kernel asks for. */
const OUTPUT = { scale: 16 / 256, zeroPoint: 127 };

function lastDim(node: OpNode<NoAttrs>): number {
  const depth = node.input(0).shape.at(-1);
  if (depth === undefined) throw node.error('has a scalar as its input; it needs at least one dimension');
  return depth;
}

/** 1 over the input's scaling: from the kernel's numbers back to steps of the input. */
function reverse({ multiplier, shift }: FixedPoint): FixedPoint {
  // A step beyond the kernel's range: the smallest factor keeps the row's largest element, and no other.
  if (multiplier === 0) return { multiplier: 2 ** 30, shift: -30 };
  return quantizeMultiplier(2 ** (31 - shift) / multiplier);
}

function scalingFields(node: OpNode<NoAttrs>): KernelField[] {
  const scale = node.scale(node.input(0));
  if (!(scale * 2 ** (31 - INTEGER_BITS) > 1)) {
    throw node.error(`has an input scale of ${scale}, too small for its integer kernel`);
  }
  const scaling = expScaling(scale, INTEGER_BITS);
  const back = reverse(scaling);
  return [
    int32Field('input_multiplier', scaling.multiplier),
    int32Field('input_shift', scaling.shift),
    int32Field('diff_min', -scaling.radius),
    int32Field('reverse_multiplier', back.multiplier),
    int32Field('reverse_shift', back.shift),
  ];
}

export default defineOp<NoAttrs>({
  type: 'LOG_SOFTMAX',
  summary: 'logarithms of probabilities along the last dimension',
  types: ['int8'],
  shapes(node) {
    lastDim(node);
    return [node.input(0).shape];
  },
  float: (tf, _node, [x]) => [tf.logSoftmax(x!)],
  quantization: {
    input: () => ({ as: 'activation' }),
    output: { as: 'fixed', quant: { scale: [OUTPUT.scale], zeroPoint: [OUTPUT.zeroPoint], axis: 0 } },
  },
  tflite: {
    code: 50,
    options: { union: 36, fields: {} },
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddLogSoftmax',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], { 'int8 -> int8': 'log_softmax_s8' });
    if (node.scale(output) !== OUTPUT.scale || node.zeroPoint(output) !== OUTPUT.zeroPoint) {
      throw node.error(
        `has an output of scale ${node.scale(output)} and zero point ${node.zeroPoint(output)}; ` +
          'its kernel gives scale 1/16 and zero point 127',
      );
    }
    const depth = lastDim(node);
    return [
      {
        kernel,
        codeBytes: 2560,
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
