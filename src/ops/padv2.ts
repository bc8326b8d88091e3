/** PADV2: a border of one value around a tensor. The value is a third input, which may be known at run time only. */
import { elementCount } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { repeatCall } from './support/fill.ts';
import { checkInputCount } from './support/input-count.ts';
import { moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import {
  hasBorder,
  middleMove,
  PADDED_TYPES,
  paddedShape,
  paddingVersion,
} from './support/padding-border.ts';

const VALUE = 2;

function outputShape(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 3, 3);
  const { shape } = node.input(VALUE);
  if (elementCount(shape) !== 1)
    throw node.error(`has a value of shape [${shape.join(', ')}]; it needs one number`);
  return paddedShape(node);
}

/** An int8 value is copied as it is, so it must have the output's scale. */
function checkValue(node: OpNode<NoAttrs>): void {
  const [value, output] = [node.input(VALUE), node.output()];
  if (output.dtype !== 'int8') return;
  if (node.scale(value) !== node.scale(output) || node.zeroPoint(value) !== node.zeroPoint(output)) {
    throw node.error(
      'needs the same scale and zero point on its value and its output',
      'Quantize the float model with this tool, which gives them one scale.',
    );
  }
}

export default defineOp<NoAttrs>({
  type: 'PADV2',
  summary: 'a border of one value around a tensor',
  types: PADDED_TYPES,
  shapes: (node) => [outputShape(node)],
  float(tf, node, x) {
    const value = x[VALUE]!.dataSync()[0]!;
    return moveValues(tf, x, [outputShape(node)], [middleMove(node)], value);
  },
  algebra: { isIdentity: (node) => !hasBorder(node) },
  quantization: movedRule(),
  tflite: { code: 60, options: { union: 43, fields: {} }, version: paddingVersion },
  tflmResolver: 'AddPadV2',
  macs: () => 0,
  kernels(node) {
    const shape = outputShape(node);
    checkMovedTypes(node, [0, VALUE], PADDED_TYPES);
    checkValue(node);
    const fill = hasBorder(node) ? [repeatCall(node, shape, VALUE)] : [];
    return [...fill, ...moveCalls(node, [middleMove(node)])];
  },
});
