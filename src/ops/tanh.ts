/** TANH: the hyperbolic tangent. */
import { type NoAttrs, sameShape, unaryCall, versionByType } from './support/elementwise.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { sigmoidFields, sigmoidFieldsS8 } from './support/sigmoid-scaling.ts';

export default defineOp<NoAttrs>({
  type: 'TANH',
  summary: 'the hyperbolic tangent',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.tanh(x!)],
  algebra: { elementwise: true },
  quantization: {
    input: () => ({ as: 'activation' }),
    output: { as: 'fixed', quant: { scale: [1 / 128], zeroPoint: [0], axis: 0 } },
  },
  tflite: { code: 28, options: null, version: versionByType },
  tflmResolver: 'AddTanh',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0)], {
      'int8 -> int8': 'tanh_s8',
      'int16 -> int16': 'tanh_s16',
    });
    const fields = node.input(0).dtype === 'int8' ? sigmoidFieldsS8(node) : sigmoidFields(node, [0, 1]);
    return [unaryCall(node, kernel, fields)];
  },
});
