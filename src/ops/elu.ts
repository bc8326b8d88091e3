/** ELU: x where x ≥ 0, exp(x) − 1 below. */
import { type NoAttrs, sameShape } from './support/elementwise.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { lookupCall } from './support/lookup.ts';
import { defineOp } from './support/op-def.ts';

export default defineOp<NoAttrs>({
  type: 'ELU',
  summary: 'x where x ≥ 0, exp(x) − 1 below',
  types: ['int8'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.elu(x!)],
  algebra: { elementwise: true },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: { code: 111, options: null, version: () => 1 },
  tflmResolver: 'AddElu',
  // A table of its own.
  tflmBuffers: () => ({ data: 256, scratch: [] }),
  macs: () => 0,
  kernels(node) {
    kernelForTypes(node, [node.input(0)], { 'int8 -> int8': 'lookup_s8' });
    return [lookupCall(node, (x) => (x < 0 ? Math.fround(Math.exp(x)) - 1 : x))];
  },
});
