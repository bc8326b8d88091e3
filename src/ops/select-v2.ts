/** SELECT_V2: elements of one tensor where a condition is true, of another where it is not, with broadcasting. */
import { dtypeBytes } from '../graph/dtype.ts';
import { broadcastFields, broadcastShape } from './support/broadcast.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import { realOrPlain } from './support/real-or-plain.ts';

/** The condition, and the two tensors. */
const INPUTS = [0, 1, 2];

export default defineOp<NoAttrs>({
  type: 'SELECT_V2',
  summary: 'elements of one tensor where a condition is true, else of another, with broadcasting',
  types: ['int8', 'int16', 'float32'],
  shapes: (node) => [broadcastShape(node, INPUTS.length)],
  float: (tf, _node, [condition, a, b]) => [tf.where(tf.cast(condition!, 'bool'), a!, b!)],
  algebra: { elementwise: true },
  quantization: {
    input: (i, node) => (i === 0 ? { as: 'plain' } : realOrPlain(node, i)),
    output: (node) => ({ as: node.input(1).dtype === 'float32' ? 'same-as-input' : 'plain' }),
  },
  tflite: { code: 123, options: { union: 98, fields: {} }, version: () => 1 },
  tflmResolver: 'AddSelectV2',
  macs: () => 0,
  kernels(node) {
    const inputs = INPUTS.map((i) => node.input(i));
    const kernel = kernelForTypes(node, inputs, {
      'bool, int8, int8 -> int8': 'select',
      'bool, int16, int16 -> int16': 'select',
      'bool, float32, float32 -> float32': 'select',
    });
    return [
      {
        kernel,
        fields: [
          ...broadcastFields(node, INPUTS.length),
          int32Field('element', dtypeBytes(node.output().dtype)),
        ],
        args: [...INPUTS.map((i) => reads(node.inputIndex(i))), writes(node.outputIndex(0))],
      },
    ];
  },
});
