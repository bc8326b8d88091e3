/** ZEROS_LIKE: zeros in the shape of a tensor. */
import type { DType } from '../graph/dtype.ts';
import { type NoAttrs, sameShape } from './support/elementwise.ts';
import { fillCall } from './support/fill.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkMovedTypes } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import { realOrPlain } from './support/real-or-plain.ts';

const TYPES: readonly DType[] = ['int8', 'int32', 'int64', 'float32'];

export default defineOp<NoAttrs>({
  type: 'ZEROS_LIKE',
  summary: 'zeros in the shape of a tensor',
  types: TYPES,
  shapes(node) {
    checkInputCount(node, 1, 1);
    return sameShape(node);
  },
  float: (tf, _node, [x]) => [tf.zerosLike(x!)],
  quantization: {
    input: (i, node) => realOrPlain(node, i),
    // TFLM writes the integer 0, which is the number 0 where the zero point is 0; the scale is of no account.
    output: (node) =>
      node.output().dtype === 'float32'
        ? { as: 'fixed', quant: { scale: [1], zeroPoint: [0], axis: 0 } }
        : { as: 'plain' },
  },
  tflite: { code: 93, options: { union: 67, fields: {} }, version: () => 1 },
  tflmResolver: 'AddZerosLike',
  macs: () => 0,
  kernels(node) {
    checkInputCount(node, 1, 1);
    checkMovedTypes(node, [0], TYPES);
    return [fillCall(node, node.input(0).shape, 0)];
  },
});
