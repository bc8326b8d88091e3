/** SUB: the difference of two tensors, with broadcasting. */

import { applyActivation } from './support/activation.ts';
import { affineAlgebra } from './support/algebra-of-pairs.ts';
import { broadcastShape, isWideBroadcast } from './support/broadcast.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { plainPairCall, refuseQuantizedInt32 } from './support/pair.ts';
import { realRule } from './support/real-or-plain.ts';
import { type SumAttrs, scaledSumCall, sumFields } from './support/sum.ts';

export default defineOp<SumAttrs>({
  type: 'SUB',
  summary: 'the difference of two tensors, with broadcasting',
  types: ['int8', 'int16', 'int32'],
  shapes: (node) => [broadcastShape(node)],
  float: (tf, node, [a, b]) => [applyActivation(tf, tf.sub(a!, b!), node.attrs.activation, node)],
  algebra: affineAlgebra('subtract'),
  quantization: realRule({ as: 'activation' }),
  tflite: {
    code: 41,
    options: { union: 28, fields: sumFields },
    version(node) {
      const { dtype } = node.input(0);
      if (dtype === 'int16' && !node.attrs.potScaleInt16) return 5;
      if (dtype === 'int64') return 4;
      if (isWideBroadcast(node)) return 3;
      return dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddSub',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0), node.input(1)], {
      'int8, int8 -> int8': 'sub_s8',
      'int16, int16 -> int16': 'sub_s16',
      'int32, int32 -> int32': 'sub_s32',
    });
    const { activation } = node.attrs;
    if (node.output().dtype === 'int32') {
      refuseQuantizedInt32(node);
      return [plainPairCall(node, kernel, activation)];
    }
    return [scaledSumCall(node, kernel)];
  },
});
