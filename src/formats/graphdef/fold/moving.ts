/** Constants in another shape or order, parts of them, and several in one. */
import { elementCount } from '../../../graph/graph.ts';
import {
  type Constant,
  constantOf,
  pick,
  realValues,
  reordered,
  reshaped,
  stridesOf,
  transposed,
  walk,
} from '../../support/constants/constant.ts';
import { numbersFor } from '../../support/constants/element-types.ts';
import { stretched } from '../broadcast.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { expanding, parts, permutation, type Reshaping, reshaping, squeezing } from '../shapes.ts';
import { type Cut, plainCut, stridedCut } from '../strided-slice.ts';
import { operands } from './arithmetic.ts';

const input = (node: NodeImport, i = 0): Constant => node.constant(i, 'an operand');

const reshape =
  (shapeOf: Reshaping): Convert =>
  (node) =>
    reshaped(input(node), shapeOf(node, input(node).shape));

/** The elements within a part. */
function cutOut(node: NodeImport, constant: Constant, { ranges, shape }: Cut): Constant {
  node.reserve(elementCount(shape));
  const strides = stridesOf(constant.shape);
  const start = ranges.reduce((place, { begin }, d) => place + begin * strides[d]!, 0);
  const places = walk(
    ranges.map(({ count }) => count),
    ranges.map(({ step }, d) => step * strides[d]!),
    start,
  );
  return pick(constant.quant === undefined ? constant : realValues(constant), shape, places);
}

const cut =
  (of: (node: NodeImport, shape: readonly number[]) => Cut): Convert =>
  (node) =>
    cutOut(node, input(node), of(node, input(node).shape));

const split: Convert = (node) => {
  const { value, axis, sizes } = parts(node);
  const constant = input(node, value);
  let first = 0;
  return sizes.map((size) => {
    const from = Array.from({ length: size }, (_, i) => first + i);
    first += size;
    return reordered(constant, axis, from);
  });
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

/** Constants one after the other along an axis. */
function joined(node: NodeImport, constants: readonly Constant[], axis: number): Constant {
  const first = constants[0];
  if (first === undefined) throw node.error('has no inputs');
  const fits = ({ shape }: Constant) =>
    shape.length === first.shape.length && shape.every((dim, d) => d === axis || dim === first.shape[d]);
  if (!constants.every(fits)) throw node.error('joins shapes that do not fit');
  const whole = constants.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = first.shape.map((dim, d) => (d === axis ? whole : dim));
  node.reserve(elementCount(shape));
  const data = numbersFor(first.type, elementCount(shape));
  const inner = elementCount(shape.slice(axis + 1));
  let start = 0;
  for (const { shape: own, data: values } of constants) {
    const length = own[axis]! * inner;
    for (let i = 0; i < values.length; i++) {
      data[Math.floor(i / length) * whole * inner + start + (i % length)] = values[i]!;
    }
    start += length;
  }
  return constantOf(first.type, shape, data);
}

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
  const [constant, places] = [input(node), input(node, 1)];
  const axis = node.axis(node.inputs.length > 2 ? node.scalar(2, 'an axis') : 0, constant.shape.length);
  const dim = constant.shape[axis]!;
  if (places.data.some((place) => !(place >= 0 && place < dim))) {
    throw node.error(`takes elements beyond the ${dim} of dimension ${axis}`);
  }
  node.reserve((constant.data.length / dim) * places.data.length);
  const shape = [...constant.shape.slice(0, axis), ...places.shape, ...constant.shape.slice(axis + 1)];
  return reshaped(reordered(constant, axis, places.data), shape);
};

const tile: Convert = (node) => {
  let constant = input(node);
  const repeats = node.integers(1, 'repeats');
  if (repeats.length !== constant.shape.length) throw node.error('repeats other dimensions than there are');
  for (const [axis, times] of repeats.entries()) {
    const dim = constant.shape[axis]!;
    if (times < 0) throw node.error(`repeats ${times} times`);
    node.reserve(constant.data.length * times);
    constant = reordered(
      constant,
      axis,
      Array.from({ length: dim * times }, (_, i) => i % dim),
    );
  }
  return constant;
};

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
  return stretched(node, constant.quant === undefined ? constant : realValues(constant), shape);
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
  Split: split,
  SplitV: split,
  Squeeze: reshape(squeezing),
  StridedSlice: cut(stridedCut),
  Tile: tile,
  Transpose: (node) => transposed(input(node), permutation(node, input(node).shape.length)),
  Unpack: unpack,
};
