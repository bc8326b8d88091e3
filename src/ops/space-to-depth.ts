/** SPACE_TO_DEPTH: blocks of pixels become channels. */
import { BLOCK_TYPES, type BlockAttrs, blocksOfFlat } from './support/block-depth.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

function move(node: OpNode<BlockAttrs>): Move {
  const { extents, flatStrides, deepStrides } = blocksOfFlat(node);
  return { from: 0, to: 0, extents, inputStrides: flatStrides, outputStrides: deepStrides };
}

export default defineOp<BlockAttrs>({
  type: 'SPACE_TO_DEPTH',
  summary: 'blocks of pixels become channels',
  types: BLOCK_TYPES,
  shapes: (node) => [blocksOfFlat(node).deep],
  float: (tf, node, x) => moveValues(tf, x, [blocksOfFlat(node).deep], [move(node)]),
  quantization: movedRule(),
  tflite: {
    code: 26,
    options: { union: 19, fields: { blockSize: { slot: 0, type: 'int32', default: 0 } } },
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddSpaceToDepth',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], BLOCK_TYPES);
    return moveCalls(node, [move(node)]);
  },
});
