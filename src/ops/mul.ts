/** MUL: the product of two tensors, with broadcasting. */

import { ACTIVATIONS, type Activation, activationRange, applyActivation } from './support/activation.ts';
import { affineAlgebra } from './support/algebra-of-pairs.ts';
import { broadcastShape } from './support/broadcast.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { pairCall, plainPairCall, requireSymmetric } from './support/pair.ts';
import { realRule } from './support/real-or-plain.ts';

/** The options of MUL. */
interface MulAttrs {
  readonly activation: Activation;
}

/** Version 3 is needed where the product's scale exceeds the output's (compared in float32, as TensorFlow does). */
function version(node: OpNode<MulAttrs>): number {
  const [a, b, output] = [node.input(0), node.input(1), node.output()];
  if (a.dtype === 'int16') return 4;
  if (a.quant && b.quant && output.quant) {
    const product = Math.fround(Math.fround(node.scale(a)) * Math.fround(node.scale(b)));
    if (Math.fround(product / Math.fround(node.scale(output))) >= 1) return 3;
  }
  return a.dtype === 'int8' ? 2 : 1;
}

export default defineOp<MulAttrs>({
  type: 'MUL',
  summary: 'the product of two tensors, with broadcasting',
  types: ['int8', 'int16', 'int32'],
  shapes: (node) => [broadcastShape(node)],
  float: (tf, node, [a, b]) => [applyActivation(tf, tf.mul(a!, b!), node.attrs.activation, node)],
  algebra: { ...affineAlgebra('multiply'), multiplies: true },
  quantization: realRule({ as: 'activation' }),
  tflite: {
    code: 18,
    options: {
      union: 21,
      fields: { activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' } },
    },
    version,
  },
  tflmResolver: 'AddMul',
  tflmInt8: 'Register_MUL_INT8',
  macs: () => 0,
  kernels(node) {
    const [a, b, output] = [node.input(0), node.input(1), node.output()];
    const kernel = kernelForTypes(node, [a, b], {
      'int8, int8 -> int8': 'mul_s8',
      'int16, int16 -> int16': 'mul_s16',
      'int32, int32 -> int32': 'mul_s32',
    });
    const { activation } = node.attrs;
    if (output.dtype === 'int32') return [plainPairCall(node, kernel, activation)];
    if (output.dtype === 'int16') requireSymmetric(node);
    const scale = quantizeMultiplier((node.scale(a) * node.scale(b)) / node.scale(output));
    const [min, max] = activationRange(activation, output, node);
    const zeroPoints = [
      int32Field('input1_zero_point', node.zeroPoint(a)),
      int32Field('input2_zero_point', node.zeroPoint(b)),
      int32Field('output_zero_point', node.zeroPoint(output)),
    ];
    return [
      pairCall(node, kernel, [
        ...(output.dtype === 'int16' ? [] : zeroPoints),
        int32Field('output_multiplier', scale.multiplier),
        int32Field('output_shift', scale.shift),
        int32Field('output_min', min),
        int32Field('output_max', max),
      ]),
    ];
  },
});
