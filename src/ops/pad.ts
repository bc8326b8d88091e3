/** PAD: a border of zeros around a tensor. */
import type { NoAttrs } from './support/elementwise.ts';
import { fillCall } from './support/fill.ts';
import { checkInputCount } from './support/input-count.ts';
import { moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import {
  borders,
  hasBorder,
  middleMove,
  PADDED_TYPES,
  paddedShape,
  paddingVersion,
} from './support/padding-border.ts';

export default defineOp<NoAttrs>({
  type: 'PAD',
  summary: 'a border of zeros around a tensor',
  types: PADDED_TYPES,
  shapes(node) {
    checkInputCount(node, 2, 2);
    return [paddedShape(node)];
  },
  float: (tf, node, x) => moveValues(tf, x, [paddedShape(node)], [middleMove(node)]),
  algebra: { zeroPadding: borders },
  quantization: movedRule(),
  tflite: { code: 34, options: { union: 22, fields: {} }, version: paddingVersion },
  tflmResolver: 'AddPad',
  macs: () => 0,
  kernels(node) {
    checkInputCount(node, 2, 2);
    const middle = middleMove(node);
    checkMovedTypes(node, [0], PADDED_TYPES);
    const output = node.output();
    const zero = output.dtype === 'int8' ? node.zeroPoint(output) : 0;
    const fill = hasBorder(node) ? [fillCall(node, paddedShape(node), zero)] : [];
    return [...fill, ...moveCalls(node, [middle])];
  },
});
