/** DEPTH_TO_SPACE: channels become blocks of pixels. */
import { BLOCK_TYPES, type BlockAttrs, blocksOfDeep } from './support/block-depth.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

function move(node: OpNode<BlockAttrs>): Move {
  const { extents, flatStrides, deepStrides } = blocksOfDeep(node);
  return { from: 0, to: 0, extents, inputStrides: deepStrides, outputStrides: flatStrides };
}

export default defineOp<BlockAttrs>({
  type: 'DEPTH_TO_SPACE',
  summary: 'channels become blocks of pixels',
  types: BLOCK_TYPES,
  shapes: (node) => [blocksOfDeep(node).flat],
  float: (tf, node, x) => moveValues(tf, x, [blocksOfDeep(node).flat], [move(node)]),
  quantization: movedRule(),
  tflite: {
    code: 5,
    options: { union: 94, fields: { blockSize: { slot: 0, type: 'int32', default: 0 } } },
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddDepthToSpace',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], BLOCK_TYPES);
    return moveCalls(node, [move(node)]);
  },
});
