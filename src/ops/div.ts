/** DIV: the quotient of two tensors, with broadcasting. */

import { ACTIVATIONS, type Activation, activationRange, applyActivation } from './support/activation.ts';
import { affineAlgebra } from './support/algebra-of-pairs.ts';
import { broadcastShape, isWideBroadcast } from './support/broadcast.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { pairCall, plainPairCall, refuseQuantizedInt32 } from './support/pair.ts';
import { realRule } from './support/real-or-plain.ts';

/** The options of DIV. */
interface DivAttrs {
  readonly activation: Activation;
}

export default defineOp<DivAttrs>({
  type: 'DIV',
  summary: 'the quotient of two tensors, with broadcasting',
  types: ['int8', 'int32'],
  shapes: (node) => [broadcastShape(node)],
  float(tf, node, inputs) {
    const integer = inputs[0]!.dtype === 'int32';
    // tfjs rounds quotients of integers down; those of TFLite are truncated.
    const [a, b] = inputs.map((input) => tf.cast(input!, 'float32'));
    const quotient = tf.div(a!, b!);
    return [
      applyActivation(tf, integer ? tf.cast(quotient, 'int32') : quotient, node.attrs.activation, node),
    ];
  },
  algebra: affineAlgebra('divide'),
  quantization: realRule({ as: 'activation' }),
  tflite: {
    code: 42,
    options: {
      union: 29,
      fields: { activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' } },
    },
    version: (node) => (isWideBroadcast(node) ? 2 : 1),
  },
  tflmResolver: 'AddDiv',
  macs: () => 0,
  kernels(node) {
    const [a, b, output] = [node.input(0), node.input(1), node.output()];
    const kernel = kernelForTypes(node, [a, b], {
      'int8, int8 -> int8': 'div_s8',
      'int32, int32 -> int32': 'div_s32',
    });
    const { activation } = node.attrs;
    if (output.dtype === 'int32') {
      refuseQuantizedInt32(node);
      return [plainPairCall(node, kernel, activation)];
    }
    // TFLM computes the factor in float32.
    const product = Math.fround(Math.fround(node.scale(b)) * Math.fround(node.scale(output)));
    const scale = quantizeMultiplier(Math.fround(Math.fround(node.scale(a)) / product));
    const [min, max] = activationRange(activation, output, node);
    return [
      pairCall(node, kernel, [
        int32Field('input1_zero_point', node.zeroPoint(a)),
        int32Field('input2_zero_point', node.zeroPoint(b)),
        int32Field('output_zero_point', node.zeroPoint(output)),
        int32Field('output_multiplier', scale.multiplier),
        int32Field('output_shift', scale.shift),
        int32Field('output_min', min),
        int32Field('output_max', max),
      ]),
    ];
  },
});
