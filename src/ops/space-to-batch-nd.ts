/**
 * SPACE_TO_BATCH_ND: pixels that lie a block apart become images of their own, after a border of zeros. Blocks and
 * border are constant inputs.
 */
import type { Op, Tensor } from '../graph/graph.ts';
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
import { fillCall } from './support/fill.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp, type QuantizationRule } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { type Rows, rowsCall, writeValues } from './support/rows.ts';

/** The small images' extent. */
function parted(node: OpNode<NoAttrs>, { input, block, before, after }: BlockDim): number {
  const padded = input + before + after;
  if (padded % block !== 0) throw node.error(`cannot part ${padded} elements into blocks of ${block}`);
  return padded / block;
}

function small(node: OpNode<NoAttrs>, { height, width }: BlockBatch): { height: number; width: number } {
  return { height: parted(node, height), width: parted(node, width) };
}

function outputShape(node: OpNode<NoAttrs>): number[] {
  const given = blockBatch(node);
  const { height, width } = small(node, given);
  return batchShape(given, given.batch * given.height.block * given.width.block, height, width);
}

function rows(node: OpNode<NoAttrs>): Rows {
  const given = blockBatch(node);
  const large = { batch: given.batch, height: given.height.input, width: given.width.input };
  return rowsInSmall(given, large, small(node, given));
}

function hasBorder(node: OpNode<NoAttrs>): boolean {
  const { height, width } = blockBatch(node);
  return height.before + height.after + width.before + width.after > 0;
}

/** PAD first, which knows zero points: TFLM pads with the integer 0 here, whatever number that is. */
function padFirst(node: OpNode<NoAttrs>, add: (tensor: Tensor) => number): Op[] | undefined {
  if (node.input(0).dtype !== 'float32' || !hasBorder(node)) return undefined;
  const { rank, batch, depth, height, width } = blockBatch(node);
  const { name } = node.output();
  const grown = ({ input, before, after }: BlockDim): number => input + before + after;
  const shape = rank === 4 ? [batch, grown(height), grown(width), depth] : [batch, grown(height), depth];
  const borders = [height, width].slice(0, rank - 2).map(({ before, after }) => [before, after]);
  const constant = (what: string, pairs: readonly (readonly number[])[]): number =>
    add({
      name: `${name}/${what}`,
      shape: [pairs.length, 2],
      dtype: 'int32',
      data: Int32Array.from(pairs.flat()),
    });
  const paddings = constant('paddings', [[0, 0], ...borders, [0, 0]]);
  const none = constant(
    'no_paddings',
    borders.map(() => [0, 0]),
  );
  const padded = add({ name: `${name}/padded`, shape, dtype: 'float32' });
  return [
    { type: 'PAD', inputs: [node.inputIndex(0), paddings], outputs: [padded], attrs: {} },
    { ...node.op, inputs: [padded, node.inputIndex(1), none] },
  ];
}

/** Refuses a border, which src/simplify leaves none of before real numbers are quantized. */
function rule(): QuantizationRule<NoAttrs> {
  const moved = movedRule<NoAttrs>();
  return {
    ...moved,
    input(i, node) {
      if (i === 0 && node.input(0).dtype === 'float32' && hasBorder(node)) {
        throw node.error(
          'cannot be quantized: TFLM pads with the integer 0, whatever number that is',
          'Let the model pad by a PAD of its own.',
        );
      }
      return moved.input(i, node);
    },
  };
}

export default defineOp<NoAttrs>({
  type: 'SPACE_TO_BATCH_ND',
  summary: 'pixels that lie a block apart become images of their own',
  types: BATCH_TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [writeValues(tf, x!, outputShape(node), rows(node))],
  algebra: { instead: padFirst },
  quantization: rule(),
  tflite: {
    code: 38,
    options: { union: 25, fields: {} },
    version: blockBatchVersion,
  },
  tflmResolver: 'AddSpaceToBatchNd',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], BATCH_TYPES);
    const fill = hasBorder(node) ? [fillCall(node, outputShape(node), 0)] : [];
    return [...fill, rowsCall(node, 'write_rows', rows(node))];
  },
});
