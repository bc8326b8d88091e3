/** FILL: a tensor of one value. Its shape is a constant first input; the value may be known at run time only. */
import type { DType } from '../graph/dtype.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { repeatCall } from './support/fill.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

const [SHAPE, VALUE] = [0, 1];

const TYPES: readonly DType[] = ['int8', 'int32', 'float32'];

function outputShape(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 2, 2);
  const { dtype, shape } = node.input(SHAPE);
  if (!['int8', 'int16', 'int32', 'int64'].includes(dtype) || shape.length !== 1) {
    throw node.error(`has a shape that is ${dtype} of ${shape.length} dimensions; it needs integers of one`);
  }
  const given = node.input(VALUE).shape;
  if (given.length !== 0) throw node.error(`has a value of shape [${given.join(', ')}]; it needs a scalar`);
  const wanted = node.constantInput(SHAPE);
  if (wanted.some((dim) => dim < 1)) throw node.error(`makes a tensor of shape [${wanted.join(', ')}]`);
  return wanted;
}

export default defineOp<NoAttrs>({
  type: 'FILL',
  summary: 'a tensor of one value',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => [tf.broadcastTo(tf.reshape(x[VALUE]!, []), outputShape(node))],
  quantization: movedRule(),
  tflite: {
    code: 94,
    options: { union: 68, fields: {} },
    version: (node) => (node.input(VALUE).dtype === 'int8' ? 3 : 1),
  },
  tflmResolver: 'AddFill',
  macs: () => 0,
  kernels(node) {
    const shape = outputShape(node);
    checkMovedTypes(node, [VALUE], TYPES);
    return [repeatCall(node, shape, VALUE)];
  },
});
