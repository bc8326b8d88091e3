/**
 * DEPTH_TO_SPACE and SPACE_TO_DEPTH: blocks of pixels become channels, and back. An image [batch, height, width, depth]
 * whose pixels stand for blocks is a deep one, [batch, rows, columns, block × block × depth].
 */
import type { DType } from '../../graph/dtype.ts';
import { checkInputCount } from './input-count.ts';
import { rowMajorStrides } from './loop-nest.ts';
import type { OpNode } from './op-node.ts';
import { shape4 } from './window.ts';

/** The options of both. */
export interface BlockAttrs {
  /** Height and width of a block. */
  readonly blockSize: number;
}

/** What TFLM's kernels take. */
export const BLOCK_TYPES: readonly DType[] = ['int8', 'float32'];

/** Both shapes, and the walk over [batch, row, y in block, column, x in block, channel] on both. */
export interface Blocks {
  readonly flat: readonly number[];
  readonly deep: readonly number[];
  readonly extents: readonly number[];
  readonly flatStrides: readonly number[];
  readonly deepStrides: readonly number[];
}

function blocks(batch: number, rows: number, columns: number, depth: number, block: number): Blocks {
  const flat = [batch, rows * block, columns * block, depth];
  const extents = [batch, rows, block, columns, block, depth];
  const deepOrder = rowMajorStrides([batch, rows, columns, block, block, depth]);
  return {
    flat,
    deep: [batch, rows, columns, block * block * depth],
    extents,
    flatStrides: rowMajorStrides(extents),
    deepStrides: [0, 1, 3, 2, 4, 5].map((d) => deepOrder[d]!),
  };
}

function checkedBlock(node: OpNode<BlockAttrs>): number {
  checkInputCount(node, 1, 1);
  const { blockSize } = node.attrs;
  if (!(blockSize >= 1)) throw node.error(`has blocks of ${blockSize}; they must be at least 1`);
  return blockSize;
}

/** Where the input is the flat one. */
export function blocksOfFlat(node: OpNode<BlockAttrs>): Blocks {
  const block = checkedBlock(node);
  const [batch, height, width, depth] = shape4(node, 0, 'an input');
  if (height % block !== 0 || width % block !== 0) {
    throw node.error(`cannot part [${height}, ${width}] into blocks of ${block}`);
  }
  return blocks(batch, height / block, width / block, depth, block);
}

/** Where the input is the deep one. */
export function blocksOfDeep(node: OpNode<BlockAttrs>): Blocks {
  const block = checkedBlock(node);
  const [batch, height, width, depth] = shape4(node, 0, 'an input');
  if (depth % (block * block) !== 0) {
    throw node.error(`cannot make blocks of ${block} × ${block} of ${depth} channels`);
  }
  return blocks(batch, height, width, depth / (block * block), block);
}
