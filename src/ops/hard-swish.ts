/** HARD_SWISH: x × relu6(x + 3) / 6. */
import { type NoAttrs, sameShape, unaryCall } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';

/** A real factor as the kernel's 16-bit multiplier and a shift; both numbers are float32 in TFLM. */
function factor(real: number): { multiplier: number; shift: number } {
  const { multiplier, shift } = quantizeMultiplier(Math.fround(real));
  return { multiplier: Math.min(Math.floor((multiplier + 2 ** 15) / 2 ** 16), 2 ** 15 - 1), shift };
}

export default defineOp<NoAttrs>({
  type: 'HARD_SWISH',
  summary: 'x × relu6(x + 3) / 6',
  types: ['int8'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.div(tf.mul(x!, tf.clipByValue(tf.add(x!, 3), 0, 6)), 6)],
  algebra: { elementwise: true },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: { code: 117, options: { union: 91, fields: {} }, version: () => 1 },
  tflmResolver: 'AddHardSwish',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], { 'int8 -> int8': 'hard_swish_s8' });
    const fine = Math.fround(Math.fround(node.scale(input)) / 128);
    const toOutput = factor(fine / Math.fround(node.scale(output)));
    const toGate = factor(fine / Math.fround(3 / 32768));
    if (toOutput.shift > 0) {
      throw node.error(
        `has an input scale of ${node.scale(input)}, more than 128 times its output's, which its integer kernel cannot reach`,
        'Calibrate the model again: the range observed for the output is far too small.',
      );
    }
    return [
      unaryCall(node, kernel, [
        int32Field('input_zero_point', node.zeroPoint(input)),
        int32Field('output_zero_point', node.zeroPoint(output)),
        int32Field('output_multiplier', toOutput.multiplier),
        int32Field('output_right_shift', -toOutput.shift),
        int32Field('gate_multiplier', toGate.multiplier),
        int32Field('gate_shift', toGate.shift),
      ]),
    ];
  },
});
