/** LOGICAL_NOT: the opposite of each truth value. */
import { type NoAttrs, sameShape, unaryCall } from './support/elementwise.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';

export default defineOp<NoAttrs>({
  type: 'LOGICAL_NOT',
  summary: 'the opposite of each truth value',
  types: ['bool'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.logicalNot(tf.cast(x!, 'bool'))],
  quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
  tflite: { code: 87, options: { union: 63, fields: {} }, version: () => 1 },
  tflmResolver: 'AddLogicalNot',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0)], { 'bool -> bool': 'logical_not' });
    return [unaryCall(node, kernel)];
  },
});
