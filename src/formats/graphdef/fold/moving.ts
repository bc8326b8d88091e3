/** Constants in another shape or order, parts of them, and several in one. */
import { elementCount } from '../../../graph/graph.ts';
import { stretched } from '../../support/constants/broadcast.ts';
import { type Constant, reordered, reshaped, transposed } from '../../support/constants/constant.ts';
import { operands, plainValues } from '../../support/constants/folding-node.ts';
import { cutOut, gathered, joined, split, tiled } from '../../support/constants/moving.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { expanding, parts, permutation, type Reshaping, reshaping, squeezing } from '../shapes.ts';
import { type Cut, plainCut, stridedCut } from '../strided-slice.ts';

const input = (node: NodeImport, i = 0): Constant => node.constant(i, 'an operand');

const reshape =
  (shapeOf: Reshaping): Convert =>
  (node) =>
    reshaped(input(node), shapeOf(node, input(node).shape));

const cut =
  (of: (node: NodeImport, shape: readonly number[]) => Cut): Convert =>
  (node) => {
    const { ranges, shape } = of(node, input(node).shape);
    return reshaped(cutOut(node, input(node), ranges), shape);
  };

const splitUp: Convert = (node) => {
  const { value, axis, sizes } = parts(node);
  return split(node, input(node, value), axis, sizes);
};

const unpack: Convert = (node) => {
  const constant = input(node);
  const axis = node.axis(node.int('axis', 0), constant.shape.length);
  const shape = constant.shape.filter((_dim, d) => d !== axis);
  node.reserve(constant.data.length);
  return Array.from({ length: constant.shape[axis]! }, (_, i) =>
    reshaped(reordered(constant, axis, [i]), shape),
  );
};

const pack: Convert = (node) => {
  const values = operands(node);
  const { shape = [] } = values[0] ?? {};
  const axis = node.axis(node.int('axis', 0), shape.length + 1);
  const longer = (own: readonly number[]) => [...own.slice(0, axis), 1, ...own.slice(axis)];
  return joined(
    node,
    values.map((value) => ({ ...value, shape: longer(value.shape) })),
    axis,
  );
};

const concat: Convert = (node) => {
  const all = operands(node);
  const values = node.type === 'Concat' ? all.slice(1) : all.slice(0, -1);
  const axis = node.scalar(node.type === 'Concat' ? 0 : all.length - 1, 'an axis');
  return joined(node, values, node.axis(axis, values[0]?.shape.length ?? 0));
};

const gather: Convert = (node) => {
  const constant = input(node);
  const axis = node.axis(node.inputs.length > 2 ? node.scalar(2, 'an axis') : 0, constant.shape.length);
  return gathered(node, constant, input(node, 1), axis);
};

const tile: Convert = (node) => tiled(node, input(node), node.integers(1, 'repeats'));

const reverse: Convert = (node) => {
  let constant = input(node);
  node.reserve(constant.data.length);
  for (const given of node.integers(1, 'axes')) {
    const axis = node.axis(given, constant.shape.length);
    const dim = constant.shape[axis]!;
    constant = reordered(
      constant,
      axis,
      Array.from({ length: dim }, (_, i) => dim - 1 - i),
    );
  }
  return constant;
};

const stretch: Convert = (node) => {
  const constant = input(node);
  const shape = node.integers(1, 'a shape');
  const fits = constant.shape.every((dim, d) => {
    const wanted = shape[d + shape.length - constant.shape.length];
    return dim === 1 || dim === wanted;
  });
  if (!fits || shape.some((dim) => dim < 0)) throw node.error(`cannot be stretched to [${shape.join(', ')}]`);
  node.reserve(elementCount(shape));
  return stretched(plainValues(constant), shape);
};

export const moving: Operators = {
  BroadcastTo: stretch,
  Concat: concat,
  ConcatV2: concat,
  ExpandDims: reshape(expanding),
  Gather: gather,
  GatherV2: gather,
  Pack: pack,
  Reshape: reshape(reshaping),
  ReverseV2: reverse,
  Slice: cut(plainCut),
  Split: splitUp,
  SplitV: splitUp,
  Squeeze: reshape(squeezing),
  StridedSlice: cut(stridedCut),
  Tile: tile,
  Transpose: (node) => transposed(input(node), permutation(node, input(node).shape.length)),
  Unpack: unpack,
};
