/** ADD: the sum of two tensors, with broadcasting. */

import { applyActivation } from './support/activation.ts';
import { affineAlgebra } from './support/algebra-of-pairs.ts';
import { broadcastShape } from './support/broadcast.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { plainPairCall, refuseQuantizedInt32 } from './support/pair.ts';
import { realRule } from './support/real-or-plain.ts';
import { type SumAttrs, scaledSumCall, sumFields } from './support/sum.ts';

export default defineOp<SumAttrs>({
  type: 'ADD',
  summary: 'the sum of two tensors, with broadcasting',
  types: ['int8', 'int16', 'int32'],
  shapes: (node) => [broadcastShape(node)],
  float: (tf, node, [a, b]) => [applyActivation(tf, tf.add(a!, b!), node.attrs.activation, node)],
  algebra: affineAlgebra('add'),
  quantization: realRule({ as: 'activation' }),
  tflite: {
    code: 0,
    options: { union: 11, fields: sumFields },
    version(node) {
      const { dtype } = node.input(0);
      if (dtype === 'int64') return 4;
      if (dtype === 'int16') return node.attrs.potScaleInt16 ? 1 : 3;
      return dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddAdd',
  tflmInt8: 'Register_ADD_INT8',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0), node.input(1)], {
      'int8, int8 -> int8': 'add_s8',
      'int16, int16 -> int16': 'add_s16',
      'int32, int32 -> int32': 'add_s32',
    });
    const { activation } = node.attrs;
    if (node.output().dtype === 'int32') {
      refuseQuantizedInt32(node);
      // TFLM's kernel would leave the activation out.
      if (activation !== 'NONE') throw node.error(`has the fused activation ${activation} on int32`);
      return [plainPairCall(node, kernel)];
    }
    return [scaledSumCall(node, kernel)];
  },
});
