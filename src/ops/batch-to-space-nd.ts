/**
 * BATCH_TO_SPACE_ND: images become the pixels, a block apart, of larger ones, whose borders are then cropped. Blocks and
 * crops are constant inputs.
 */
import {
  BATCH_TYPES,
  type BlockBatch,
  type BlockDim,
  batchShape,
  blockBatch,
  blockBatchVersion,
  rowsInSmall,
} from './support/block-batch.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { type Rows, readValues, rowsCall } from './support/rows.ts';

/** The large images' extent. */
function joined(node: OpNode<NoAttrs>, { input, block, before, after }: BlockDim): number {
  const cropped = input * block - before - after;
  if (cropped < 1) throw node.error(`crops ${before} and ${after} of ${input * block} elements`);
  return cropped;
}

/** How many large images there are, and their extents. */
function large(node: OpNode<NoAttrs>, given: BlockBatch): { batch: number; height: number; width: number } {
  const { batch, height, width } = given;
  const images = batch / (height.block * width.block);
  if (!Number.isInteger(images)) {
    throw node.error(`cannot make images of ${batch} ones in blocks of ${height.block} × ${width.block}`);
  }
  return { batch: images, height: joined(node, height), width: joined(node, width) };
}

function outputShape(node: OpNode<NoAttrs>): number[] {
  const given = blockBatch(node);
  const { batch, height, width } = large(node, given);
  return batchShape(given, batch, height, width);
}

function rows(node: OpNode<NoAttrs>): Rows {
  const given = blockBatch(node);
  return rowsInSmall(given, large(node, given), { height: given.height.input, width: given.width.input });
}

export default defineOp<NoAttrs>({
  type: 'BATCH_TO_SPACE_ND',
  summary: 'images become the pixels, a block apart, of larger ones',
  types: BATCH_TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [readValues(tf, x!, outputShape(node), rows(node))],
  quantization: movedRule(),
  tflite: {
    code: 37,
    options: { union: 24, fields: {} },
    version: blockBatchVersion,
  },
  tflmResolver: 'AddBatchToSpaceNd',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], BATCH_TYPES);
    return [rowsCall(node, 'read_rows', rows(node))];
  },
});
