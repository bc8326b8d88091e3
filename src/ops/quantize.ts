/** QUANTIZE: real numbers to integers, or integers from one quantization to another. */
import { type NoAttrs, sameShape, unaryCall } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { floatField, int32Field, type KernelField } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** What TFLM's kernel takes; float32 to uint8 is not among it. */
const KERNELS = {
  'float32 -> int8': 'quantize_f32_s8',
  'float32 -> int16': 'quantize_f32_s16',
  'int8 -> int8': 'requantize_s8_s8',
  'int8 -> uint8': 'requantize_s8_u8',
  'int8 -> int16': 'requantize_s8_s16',
  'int8 -> int32': 'requantize_s8_s32',
  'uint8 -> int8': 'requantize_u8_s8',
  'int16 -> int8': 'requantize_s16_s8',
  'int16 -> int16': 'requantize_s16_s16',
  'int16 -> int32': 'requantize_s16_s32',
  'int32 -> int8': 'requantize_s32_s8',
  'int32 -> int16': 'requantize_s32_s16',
};

function fields(node: OpNode<NoAttrs>): KernelField[] {
  const [input, output] = [node.input(0), node.output()];
  if (input.dtype === 'float32') {
    return [floatField('scale', node.scale(output)), int32Field('zero_point', node.zeroPoint(output))];
  }
  const { multiplier, shift } = quantizeMultiplier(node.scale(input) / node.scale(output));
  return [
    int32Field('input_zero_point', node.zeroPoint(input)),
    int32Field('output_zero_point', node.zeroPoint(output)),
    int32Field('multiplier', multiplier),
    int32Field('shift', shift),
  ];
}

export default defineOp<NoAttrs>({
  type: 'QUANTIZE',
  summary: 'real numbers to integers, or from one quantization to another',
  types: ['int8', 'int16', 'int32', 'uint8'],
  shapes: sameShape,
  // In real numbers a quantization changes nothing but its error, which src/integer computes.
  float: (tf, _node, [x]) => [tf.clone(x!)],
  algebra: { converts: true, isIdentity: (node) => node.input(0).dtype === 'float32' },
  // Of real numbers with given parameters on both sides, it remains as a requantization.
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: {
    code: 114,
    options: { union: 89, fields: {} },
    version: (node) => (node.output().dtype === 'int16' ? 2 : 1),
  },
  tflmResolver: 'AddQuantize',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0)], KERNELS);
    if (node.quant(node.output()).scale.length !== 1) {
      throw node.error('has an output with a scale per channel; its kernel takes one scale');
    }
    return [unaryCall(node, kernel, fields(node))];
  },
});
