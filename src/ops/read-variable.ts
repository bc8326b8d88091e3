/** READ_VARIABLE: what a resource variable holds. */

import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { ANY_TYPES } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import { realRule } from './support/real-or-plain.ts';
import { checkValue, copyBetween } from './support/variable-access.ts';

export default defineOp<NoAttrs>({
  type: 'READ_VARIABLE',
  summary: 'what a variable holds',
  types: ANY_TYPES,
  shapes(node) {
    checkInputCount(node, 1, 1);
    return [checkValue(node, node.output())];
  },
  float: (tf, _node, [variable]) => [tf.clone(variable!)],
  quantization: realRule({ as: 'same-as-input' }),
  tflite: { code: 143, options: null, version: () => 1 },
  tflmResolver: 'AddReadVariable',
  tflmBuffers: () => ({ data: 0, scratch: [] }),
  macs: () => 0,
  kernels(node) {
    checkValue(node, node.output());
    return [copyBetween(node, node.inputIndex(0), node.outputIndex(0))];
  },
});
