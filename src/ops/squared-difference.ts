/** SQUARED_DIFFERENCE: (a − b)², with broadcasting. */
import { broadcastShape } from './support/broadcast.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { belowOne, outputRange, plainPairCall, requireSymmetric, scaledPairCall } from './support/pair.ts';
import { realRule } from './support/real-or-plain.ts';

/** Bits by which the kernel for int8 raises its inputs: TFLQ_SQUARED_DIFFERENCE_S8_HEADROOM; int16 gets none. */
const INT8_HEADROOM = 7;

export default defineOp<NoAttrs>({
  type: 'SQUARED_DIFFERENCE',
  summary: '(a − b)², with broadcasting',
  types: ['int8', 'int16', 'int32'],
  shapes: (node) => [broadcastShape(node)],
  float: (tf, _node, [a, b]) => [tf.squaredDifference(a!, b!)],
  algebra: { elementwise: true },
  quantization: realRule({ as: 'activation' }),
  tflite: {
    code: 99,
    options: { union: 76, fields: {} },
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddSquaredDifference',
  tflmBuffers: () => ({ data: 112, scratch: [] }),
  macs: () => 0,
  kernels(node) {
    const [a, b, output] = [node.input(0), node.input(1), node.output()];
    const kernel = kernelForTypes(node, [a, b], {
      'int8, int8 -> int8': 'squared_difference_s8',
      'int16, int16 -> int16': 'squared_difference_s16',
      'int32, int32 -> int32': 'squared_difference_s32',
    });
    if (output.dtype === 'int32') return [plainPairCall(node, kernel)];
    if (output.dtype === 'int16') requireSymmetric(node);
    const common = 2 * Math.max(node.scale(a), node.scale(b));
    const raised = 2 ** (output.dtype === 'int8' ? 2 * INT8_HEADROOM : 0);
    const factors = {
      input1: belowOne(node.scale(a) / common, node),
      input2: belowOne(node.scale(b) / common, node),
      output: quantizeMultiplier((common * common) / Math.fround(raised * node.scale(output))),
    };
    return [scaledPairCall(node, kernel, factors, outputRange(node))];
  },
});
