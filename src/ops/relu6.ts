/** RELU6: x held within [0, 6]. */
import { activationRange } from './support/activation.ts';
import { type NoAttrs, sameShape, unaryCall, versionByType } from './support/elementwise.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';

export default defineOp<NoAttrs>({
  type: 'RELU6',
  summary: 'x held within [0, 6]',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.clipByValue(x!, 0, 6)],
  algebra: { elementwise: true, clamp: () => ({ input: 0, min: 0, max: 6 }) },
  // TFLM's kernel clamps without rescaling, so that both sides must have the same parameters.
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'same-as-input' } },
  tflite: { code: 21, options: null, version: versionByType },
  tflmResolver: 'AddRelu6',
  macs: () => 0,
  kernels(node) {
    const input = node.input(0);
    const kernel = kernelForTypes(node, [input], {
      'int8 -> int8': 'relu6_s8',
      'int16 -> int16': 'relu6_s16',
    });
    const [zero, six] = activationRange('RELU6', input, node);
    return [unaryCall(node, kernel, [int32Field('zero', zero), int32Field('six', six)])];
  },
});
