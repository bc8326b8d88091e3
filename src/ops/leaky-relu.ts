/** LEAKY_RELU: x where x ≥ 0, alpha × x below. */
import { sameShape, unaryCall } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';

/** The options of LEAKY_RELU. */
interface LeakyReluAttrs {
  /** The slope below 0; of either sign. */
  readonly alpha: number;
}

export default defineOp<LeakyReluAttrs>({
  type: 'LEAKY_RELU',
  summary: 'x where x ≥ 0, alpha × x below',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, node, [x]) => [tf.where(tf.greater(x!, 0), x!, tf.mul(x!, node.attrs.alpha))],
  algebra: { elementwise: true },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: {
    code: 98,
    options: { union: 75, fields: { alpha: { slot: 0, type: 'float32', default: 0 } } },
    version: (node) => (node.input(0).dtype === 'int16' ? 2 : 1),
  },
  tflmResolver: 'AddLeakyRelu',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], {
      'int8 -> int8': 'leaky_relu_s8',
      'int16 -> int16': 'leaky_relu_s16',
    });
    // TFLM computes both factors in float32.
    const ratio = (scale: number) => Math.fround(scale / Math.fround(node.scale(output)));
    const alpha = Math.fround(node.attrs.alpha);
    const above = quantizeMultiplier(ratio(Math.fround(node.scale(input))));
    const below = quantizeMultiplier(ratio(Math.fround(Math.fround(node.scale(input)) * Math.abs(alpha))));
    return [
      unaryCall(node, kernel, [
        int32Field('input_zero_point', node.zeroPoint(input)),
        int32Field('output_zero_point', node.zeroPoint(output)),
        int32Field('output_multiplier', above.multiplier),
        int32Field('output_shift', above.shift),
        int32Field('alpha_multiplier', below.multiplier),
        int32Field('alpha_shift', below.shift),
        int32Field('alpha_sign', alpha < 0 ? -1 : 1),
      ]),
    ];
  },
});
