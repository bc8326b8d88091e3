/**
 * SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND: pixels that lie a block apart become images of their own, and back. Block
 * sizes and borders are constant inputs. Tensors are [batch, height, width, depth], or [batch, height, depth], which is
 * seen as an image one pixel wide.
 */
import type { DType } from '../../graph/dtype.ts';
import { int32Input } from './axis.ts';
import type { NoAttrs } from './elementwise.ts';
import { checkInputCount } from './input-count.ts';
import type { OpNode } from './op-node.ts';
import type { Rows } from './rows.ts';

/** What TFLM's kernels take. */
export const BATCH_TYPES: readonly DType[] = ['int8', 'float32'];

/** One of the two spatial dimensions. */
export interface BlockDim {
  readonly input: number;
  readonly block: number;
  /** Padding, or crops. */
  readonly before: number;
  readonly after: number;
}

/** The inputs, with both spatial dimensions. */
export interface BlockBatch {
  readonly rank: number;
  readonly batch: number;
  readonly depth: number;
  readonly height: BlockDim;
  readonly width: BlockDim;
}

/** Reads the inputs. */
export function blockBatch(node: OpNode<NoAttrs>): BlockBatch {
  checkInputCount(node, 3, 3);
  const { shape } = node.input(0);
  if (shape.length !== 3 && shape.length !== 4) {
    throw node.error(`has an input of shape [${shape.join(', ')}]; it needs 3 or 4 dimensions`);
  }
  const dims = shape.length - 2;
  const block = int32Input(node, 1, 'block sizes');
  const border = int32Input(node, 2, 'borders');
  if (block.length !== dims || border.length !== 2 * dims) {
    throw node.error(`has ${block.length} block sizes and ${border.length} borders for ${dims} dimensions`);
  }
  if (block.some((size) => size < 1) || border.some((width) => width < 0)) {
    throw node.error(`has blocks of [${block.join(', ')}] with borders of [${border.join(', ')}]`);
  }
  const dim = (d: number): BlockDim =>
    d < dims
      ? { input: shape[1 + d]!, block: block[d]!, before: border[2 * d]!, after: border[2 * d + 1]! }
      : { input: 1, block: 1, before: 0, after: 0 };
  return { rank: shape.length, batch: shape[0]!, depth: shape.at(-1)!, height: dim(0), width: dim(1) };
}

/** The version of either operator. */
export function blockBatchVersion(node: OpNode<NoAttrs>): number {
  const { shape, dtype } = node.input(0);
  if (shape.length !== 4) return 3;
  return dtype === 'int8' ? 2 : 1;
}

/** A shape of as many dimensions as the input has. */
export function batchShape(
  { rank, depth }: BlockBatch,
  batch: number,
  height: number,
  width: number,
): number[] {
  return rank === 4 ? [batch, height, width, depth] : [batch, height, depth];
}

/**
 * Where each pixel of the tensor with few large images lies in the one with many small ones.
 *
 * @param large how many images there are, and their height and width; padding and crops are not of it
 */
export function rowsInSmall(
  { height, width, depth }: BlockBatch,
  large: { readonly batch: number; readonly height: number; readonly width: number },
  small: { readonly height: number; readonly width: number },
): Rows {
  const line = small.width * depth;
  const image = small.height * line;
  const table = (count: number, dim: BlockDim, ofShift: number, ofStep: number): number[] =>
    Array.from({ length: count }, (_, k) => {
      const at = k + dim.before;
      return (at % dim.block) * ofShift + Math.floor(at / dim.block) * ofStep;
    });
  const shift = large.batch * image;
  return {
    tables: [
      Array.from({ length: large.batch }, (_, b) => b * image),
      table(large.height, height, width.block * shift, line),
      table(large.width, width, shift, depth),
    ],
    length: depth,
  };
}
