/** DEQUANTIZE: integers to the real numbers that they stand for. */
import { type NoAttrs, sameShape, unaryCall } from './support/elementwise.ts';
import { floatField, int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

function version(node: OpNode<NoAttrs>): number {
  const input = node.input(0);
  if (input.dtype === 'int16' || input.dtype === 'float16') return 3;
  if (input.dtype !== 'int8') return 1;
  return (input.quant?.scale.length ?? 1) > 1 ? 5 : 2;
}

export default defineOp<NoAttrs>({
  type: 'DEQUANTIZE',
  summary: 'integers to the real numbers that they stand for',
  types: ['int8', 'int16', 'uint8'],
  shapes: sameShape,
  // The float executor holds real numbers on both sides.
  float: (tf, _node, [x]) => [tf.clone(x!)],
  algebra: { converts: true, isIdentity: (node) => node.input(0).dtype === 'float32' },
  quantization: null,
  tflite: { code: 6, options: { union: 38, fields: {} }, version },
  tflmResolver: 'AddDequantize',
  macs: () => 0,
  kernels(node) {
    const input = node.input(0);
    const kernel = kernelForTypes(node, [input], {
      'int8 -> float32': 'dequantize_s8_f32',
      'uint8 -> float32': 'dequantize_u8_f32',
      'int16 -> float32': 'dequantize_s16_f32',
    });
    return [
      unaryCall(node, kernel, [
        floatField('scale', node.scale(input)),
        int32Field('zero_point', node.zeroPoint(input)),
      ]),
    ];
  },
});
