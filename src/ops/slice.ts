/** SLICE: a block of a tensor. Where it begins and how large it is are constant inputs, int32 or int64. */
import type { DType } from '../graph/dtype.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

const TYPES: readonly DType[] = ['int8', 'int16', 'int32', 'bool', 'float32'];

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 5;

/** One number for each dimension of the input. */
function numbers(node: OpNode<NoAttrs>, i: number, what: string): number[] {
  const rank = node.input(0).shape.length;
  const { dtype, shape } = node.input(i);
  if (dtype !== 'int32' && dtype !== 'int64')
    throw node.error(`has its ${what} as ${dtype}; it needs int32 or int64`);
  if (shape.length !== 1 || shape[0] !== rank) {
    throw node.error(`has a ${what} of shape [${shape.join(', ')}] for ${rank} dimensions`);
  }
  return node.constantInput(i);
}

/** Where the block begins, and how large it is; a size of −1 stands for what is left. */
function block(node: OpNode<NoAttrs>): { begin: number[]; size: number[] } {
  checkInputCount(node, 3, 3);
  const { shape } = node.input(0);
  if (shape.length > MAX_RANK) {
    throw node.error(`has an input of ${shape.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  if (node.input(1).dtype !== node.input(2).dtype) throw node.error('has begin and size of two types');
  const begin = numbers(node, 1, 'begin');
  const size = numbers(node, 2, 'size').map((given, d) => (given === -1 ? shape[d]! - begin[d]! : given));
  if (!shape.every((dim, d) => begin[d]! >= 0 && size[d]! >= 1 && begin[d]! + size[d]! <= dim)) {
    throw node.error(
      `takes a block of [${size.join(', ')}] from [${begin.join(', ')}] on out of [${shape.join(', ')}]`,
    );
  }
  return { begin, size };
}

function move(node: OpNode<NoAttrs>): Move {
  const { begin, size } = block(node);
  const strides = rowMajorStrides(node.input(0).shape);
  return {
    from: 0,
    to: 0,
    extents: size,
    inputStrides: strides,
    outputStrides: rowMajorStrides(size),
    inputStart: begin.reduce((sum, first, d) => sum + first * strides[d]!, 0),
  };
}

export default defineOp<NoAttrs>({
  type: 'SLICE',
  summary: 'a block of a tensor',
  types: TYPES,
  shapes: (node) => [block(node).size],
  float: (tf, node, x) => moveValues(tf, x, [block(node).size], [move(node)]),
  algebra: { isIdentity: () => true },
  quantization: movedRule(),
  tflite: {
    code: 65,
    options: { union: 48, fields: {} },
    version(node) {
      const { shape, dtype } = node.input(0);
      if (shape.length > 4) return 5;
      return dtype === 'int16' ? 4 : dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddSlice',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], TYPES);
    return moveCalls(node, [move(node)]);
  },
});
