/** BROADCAST_TO: a tensor repeated along some dimensions. The shape is a constant second input. */

import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { ANY_TYPES, checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 5;

function outputShape(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 2, 2);
  const { shape } = node.input(0);
  const { dtype, shape: rank } = node.input(1);
  if ((dtype !== 'int32' && dtype !== 'int64') || rank.length !== 1) {
    throw node.error(
      `has a shape that is ${dtype} of ${rank.length} dimensions; it needs int32 or int64 of one`,
    );
  }
  const wanted = node.constantInput(1);
  if (wanted.length > MAX_RANK) {
    throw node.error(`has an output of ${wanted.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  const more = wanted.length - shape.length;
  const fits = shape.every((dim, d) => dim === 1 || dim === wanted[d + more]);
  if (more < 0 || !fits || wanted.some((dim) => dim < 1)) {
    throw node.error(`cannot stretch [${shape.join(', ')}] to [${wanted.join(', ')}]`);
  }
  return wanted;
}

function move(node: OpNode<NoAttrs>): Move {
  const wanted = outputShape(node);
  const { shape } = node.input(0);
  const own = rowMajorStrides(shape).map((stride, d) => (shape[d] === 1 ? 0 : stride));
  return {
    from: 0,
    to: 0,
    extents: wanted,
    inputStrides: [...new Array<number>(wanted.length - shape.length).fill(0), ...own],
    outputStrides: rowMajorStrides(wanted),
  };
}

export default defineOp<NoAttrs>({
  type: 'BROADCAST_TO',
  summary: 'a tensor repeated along some dimensions',
  types: ANY_TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => moveValues(tf, x, [outputShape(node)], [move(node)]),
  algebra: { isIdentity: () => true },
  quantization: movedRule(),
  tflite: {
    code: 130,
    options: { union: 104, fields: {} },
    version: (node) => (['int8', 'int16'].includes(node.input(0).dtype) ? 3 : 2),
  },
  tflmResolver: 'AddBroadcastTo',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], ANY_TYPES);
    return moveCalls(node, [move(node)]);
  },
});
