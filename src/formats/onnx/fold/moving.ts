/** Elements of constants moved, cut and put together. */
import { elementCount } from '../../../graph/graph.ts';
import { broadcastShape, stretched } from '../../support/constants/broadcast.ts';
import { type Constant, reshaped, transposed } from '../../support/constants/constant.ts';
import { operands, plainValues } from '../../support/constants/folding-node.ts';
import { cutOut, gathered, joined, split, tiled } from '../../support/constants/moving.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { flattenedShape, permutation, squeezedShape, targetShape, unsqueezedShape } from '../shapes.ts';
import { sliceRanges, splitSizes } from '../slices.ts';

/** The first input. */
const input = (node: NodeImport): Constant => node.constant(0, 'an operand');

/** An operator that only gives its input another shape. */
const reshape =
  (shapeOf: (node: NodeImport, shape: readonly number[]) => readonly number[]): Convert =>
  (node) =>
    reshaped(input(node), shapeOf(node, input(node).shape));

const transpose: Convert = (node) => {
  const constant = input(node);
  node.reserve(constant.data.length);
  return transposed(constant, permutation(node, constant.shape.length));
};

const slice: Convert = (node) => cutOut(node, input(node), sliceRanges(node, input(node).shape));

const splitUp: Convert = (node) => {
  const { axis, sizes } = splitSizes(node, input(node).shape);
  return split(node, input(node), axis, sizes);
};

const gather: Convert = (node) => {
  const axis = node.axis(node.attributes.int('axis', 0), input(node).shape.length);
  return gathered(node, input(node), node.constant(1, 'indices'), axis);
};

const concat: Convert = (node) => {
  const parts = operands(node);
  return joined(node, parts, node.axis(node.attributes.int('axis', 0), parts[0]?.shape.length ?? 0));
};

const expand: Convert = (node) => {
  const shape = broadcastShape(node, [input(node).shape, node.numbers(1, 'a shape') ?? []]);
  node.reserve(elementCount(shape));
  return stretched(plainValues(input(node)), shape);
};

const tile: Convert = (node) => tiled(node, input(node), node.numbers(1, 'repeats') ?? []);

export const moving: Operators = {
  Identity: input,
  Dropout: input,
  Reshape: reshape(targetShape),
  Flatten: reshape(flattenedShape),
  Squeeze: reshape(squeezedShape),
  Unsqueeze: reshape(unsqueezedShape),
  Transpose: transpose,
  Slice: slice,
  Split: splitUp,
  Gather: gather,
  Concat: concat,
  Expand: expand,
  Tile: tile,
};
