/** TRANSPOSE: the dimensions in another order. The order is a constant second input. */
import type { DType } from '../graph/dtype.ts';
import { int32Input } from './support/axis.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

const TYPES: readonly DType[] = ['int8', 'int16', 'float32'];

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 5;

/** For each dimension of the output, which one of the input it is. */
function order(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 2, 2);
  const rank = node.input(0).shape.length;
  if (rank > MAX_RANK) throw node.error(`has an input of ${rank} dimensions; TFLM takes at most ${MAX_RANK}`);
  const values = int32Input(node, 1, 'order of dimensions');
  if (node.input(1).shape.length !== 1 || String([...values].sort()) !== String([...Array(rank).keys()])) {
    throw node.error(`has the order [${values.join(', ')}] for ${rank} dimensions; it needs each once`);
  }
  return values;
}

function outputShape(node: OpNode<NoAttrs>): number[] {
  const { shape } = node.input(0);
  return order(node).map((d) => shape[d]!);
}

function move(node: OpNode<NoAttrs>): Move {
  const shape = outputShape(node);
  const strides = rowMajorStrides(node.input(0).shape);
  return {
    from: 0,
    to: 0,
    extents: shape,
    inputStrides: order(node).map((d) => strides[d]!),
    outputStrides: rowMajorStrides(shape),
  };
}

export default defineOp<NoAttrs>({
  type: 'TRANSPOSE',
  summary: 'the dimensions in another order',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => moveValues(tf, x, [outputShape(node)], [move(node)]),
  algebra: { permutation: order },
  quantization: movedRule(),
  tflite: {
    code: 39,
    options: { union: 26, fields: {} },
    version(node) {
      const { shape, dtype } = node.input(0);
      if (dtype === 'int16') return 5;
      if (shape.length > 4) return 4;
      return dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddTranspose',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], TYPES);
    return moveCalls(node, [move(node)]);
  },
});
