/** REVERSE_V2: neighbouring dimensions back to front. Which ones is a constant second input. */
import type { DType } from '../graph/dtype.ts';
import { int32Input, resolveAxis } from './support/axis.ts';
import { type NoAttrs, sameShape } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

const TYPES: readonly DType[] = ['int8', 'uint8', 'int16', 'int32', 'int64', 'bool', 'float32'];

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 6;

/** The dimensions, in ascending order. */
function axes(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 2, 2);
  const rank = node.input(0).shape.length;
  if (rank > MAX_RANK) throw node.error(`has an input of ${rank} dimensions; TFLM takes at most ${MAX_RANK}`);
  if (node.input(1).shape.length !== 1) throw node.error('has axes of more than one dimension');
  const found = int32Input(node, 1, 'axes').map((axis) => resolveAxis(node, axis, rank));
  found.sort((a, b) => a - b);
  if (found.length === 0 || found.some((axis, k) => axis !== found[0]! + k)) {
    throw node.error(
      `reverses the dimensions [${found.join(', ')}]; TFLM needs neighbours`,
      'Reverse them one after the other.',
    );
  }
  return found;
}

function move(node: OpNode<NoAttrs>): Move {
  const { shape } = node.input(0);
  const over = axes(node);
  const strides = rowMajorStrides(shape);
  return {
    from: 0,
    to: 0,
    extents: shape,
    inputStrides: strides.map((stride, d) => (over.includes(d) ? -stride : stride)),
    outputStrides: strides,
    inputStart: over.reduce((sum, d) => sum + (shape[d]! - 1) * strides[d]!, 0),
  };
}

export default defineOp<NoAttrs>({
  type: 'REVERSE_V2',
  summary: 'some dimensions back to front',
  types: TYPES,
  shapes(node) {
    axes(node);
    return sameShape(node);
  },
  float: (tf, node, x) => moveValues(tf, x, sameShape(node), [move(node)]),
  quantization: movedRule(),
  tflite: {
    code: 105,
    options: { union: 81, fields: {} },
    version: (node) => ({ int8: 3, bool: 2 })[node.input(0).dtype as 'int8'] ?? 1,
  },
  tflmResolver: 'AddReverseV2',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], TYPES);
    return moveCalls(node, [move(node)]);
  },
});
