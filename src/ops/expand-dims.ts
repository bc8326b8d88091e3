/** EXPAND_DIMS: the same elements with one more dimension, of 1. Where it goes is a constant second input. */
import type { DType } from '../graph/dtype.ts';
import { axisInput } from './support/axis.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { copyCall } from './support/same-elements.ts';

const TYPES: readonly DType[] = ['int8', 'int16', 'float32'];

function outputShape(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 2, 2);
  const { shape } = node.input(0);
  if (node.input(1).shape.length > 1) throw node.error('has an axis of more than one dimension');
  const axis = axisInput(node, 1, shape.length + 1);
  return [...shape.slice(0, axis), 1, ...shape.slice(axis)];
}

export default defineOp<NoAttrs>({
  type: 'EXPAND_DIMS',
  summary: 'the same elements with one more dimension of 1',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [tf.reshape(x!, outputShape(node))],
  algebra: { sameElements: true },
  quantization: movedRule(),
  tflite: { code: 70, options: { union: 52, fields: {} }, version: () => 1 },
  tflmResolver: 'AddExpandDims',
  macs: () => 0,
  kernels(node) {
    outputShape(node);
    checkMovedTypes(node, [0], TYPES);
    return [copyCall(node)];
  },
});
