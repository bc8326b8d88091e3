/** ASSIGN_VARIABLE: gives a resource variable a value. */

import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { ANY_TYPES } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import { realRule } from './support/real-or-plain.ts';
import { checkValue, copyBetween } from './support/variable-access.ts';

/** Inputs. */
const [VARIABLE, VALUE] = [0, 1];

export default defineOp<NoAttrs>({
  type: 'ASSIGN_VARIABLE',
  summary: 'gives a variable a value',
  types: ANY_TYPES,
  shapes(node) {
    checkInputCount(node, 2, 2);
    checkValue(node, node.input(VALUE));
    return [];
  },
  float: (tf, _node, x) => [tf.clone(x[VALUE]!)],
  state: [VARIABLE],
  quantization: realRule({ as: 'same-as-input' }),
  tflite: { code: 144, options: null, version: () => 1 },
  tflmResolver: 'AddAssignVariable',
  tflmBuffers: () => ({ data: 0, scratch: [] }),
  macs: () => 0,
  kernels(node) {
    checkValue(node, node.input(VALUE));
    return [copyBetween(node, node.inputIndex(VALUE), node.inputIndex(VARIABLE))];
  },
});
