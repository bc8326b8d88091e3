/** PRELU: x where x ≥ 0, else alpha × x; alpha is a tensor that is broadcast over x. */
import { broadcastShape } from './support/broadcast.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { pairCall } from './support/pair.ts';

export default defineOp<NoAttrs>({
  type: 'PRELU',
  summary: 'x where x ≥ 0, else alpha × x',
  types: ['int8', 'int16'],
  shapes: (node) => [broadcastShape(node)],
  // tf.prelu does not stretch its inputs.
  float: (tf, _node, [x, alpha]) => [tf.where(tf.greaterEqual(x!, 0), x!, tf.mul(x!, alpha!))],
  algebra: { elementwise: true },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: { code: 54, options: null, version: () => 1 },
  tflmResolver: 'AddPrelu',
  macs: () => 0,
  kernels(node) {
    const [input, alpha, output] = [node.input(0), node.input(1), node.output()];
    const kernel = kernelForTypes(node, [input, alpha], {
      'int8, int8 -> int8': 'prelu_s8',
      'int16, int8 -> int16': 'prelu_s16',
    });
    const identity = quantizeMultiplier(node.scale(input) / node.scale(output));
    const slope = quantizeMultiplier((node.scale(input) * node.scale(alpha)) / node.scale(output));
    return [
      pairCall(node, kernel, [
        int32Field('input_zero_point', node.zeroPoint(input)),
        int32Field('alpha_zero_point', node.zeroPoint(alpha)),
        int32Field('output_zero_point', node.zeroPoint(output)),
        int32Field('identity_multiplier', identity.multiplier),
        int32Field('identity_shift', identity.shift),
        int32Field('slope_multiplier', slope.multiplier),
        int32Field('slope_shift', slope.shift),
      ]),
    ];
  },
});
