/** Elements of constants moved, cut and put together. */
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
import { broadcastShape, stretched } from '../layout.ts';
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

/** Part of a constant: ranges along its dimensions. */
function part(node: NodeImport, constant: Constant, ranges: ReturnType<typeof sliceRanges>): Constant {
  const strides = stridesOf(constant.shape);
  const shape = ranges.map(({ count }) => count);
  node.reserve(elementCount(shape));
  const start = ranges.reduce((sum, { begin }, d) => sum + begin * strides[d]!, 0);
  const places = walk(
    shape,
    ranges.map(({ step }, d) => step * strides[d]!),
    start,
  );
  const real =
    constant.quant !== undefined && constant.quant.scale.length > 1 ? realValues(constant) : constant;
  return pick(real, shape, places);
}

const slice: Convert = (node) => part(node, input(node), sliceRanges(node, input(node).shape));

const split: Convert = (node) => {
  const constant = input(node);
  const { axis, sizes } = splitSizes(node, constant.shape);
  let begin = 0;
  return sizes.map((count) => {
    const ranges = constant.shape.map((dim, d) =>
      d === axis ? { begin, count, step: 1 } : { begin: 0, count: dim, step: 1 },
    );
    begin += count;
    return part(node, constant, ranges);
  });
};

const gather: Convert = (node) => {
  const constant = input(node);
  const indices = node.constant(1, 'indices');
  const axis = node.axis(node.attributes.int('axis', 0), constant.shape.length);
  const length = constant.shape[axis]!;
  const from = Array.from(indices.data, (index) => (index < 0 ? index + length : index));
  if (from.some((index) => !(index >= 0 && index < length))) {
    throw node.error(`takes the elements ${Array.from(indices.data).slice(0, 8).join(', ')} of ${length}`);
  }
  const shape = [...constant.shape.slice(0, axis), ...indices.shape, ...constant.shape.slice(axis + 1)];
  node.reserve(elementCount(shape));
  return reshaped(reordered(constant, axis, from), shape);
};

const concat: Convert = (node) => {
  const parts = node.inputs.map((_value, i) => {
    const constant = node.constant(i, 'an operand');
    return constant.quant === undefined ? constant : realValues(constant);
  });
  const first = parts[0];
  if (first === undefined) throw node.error('has no inputs');
  const axis = node.axis(node.attributes.int('axis', 0), first.shape.length);
  const fits = ({ shape }: Constant) =>
    shape.length === first.shape.length && shape.every((dim, d) => d === axis || dim === first.shape[d]);
  if (!parts.every(fits)) throw node.error('concatenates shapes that do not fit');
  const shape = first.shape.map((dim, d) =>
    d === axis ? parts.reduce((sum, { shape: own }) => sum + own[axis]!, 0) : dim,
  );
  node.reserve(elementCount(shape));
  const data = numbersFor(first.type, elementCount(shape));
  const inner = elementCount(shape.slice(axis + 1));
  const row = shape[axis]! * inner;
  let start = 0;
  for (const { shape: own, data: values } of parts) {
    const length = own[axis]! * inner;
    for (let i = 0; i < values.length; i++) {
      data[Math.floor(i / length) * row + start + (i % length)] = values[i]!;
    }
    start += length;
  }
  return constantOf(first.type, shape, data);
};

const expand: Convert = (node) => {
  const constant = input(node);
  const shape = broadcastShape(node, [constant.shape, node.numbers(1, 'a shape') ?? []]);
  node.reserve(elementCount(shape));
  return stretched(constant.quant === undefined ? constant : realValues(constant), shape);
};

const tile: Convert = (node) => {
  let constant = input(node);
  const repeats = node.numbers(1, 'repeats') ?? [];
  if (repeats.length !== constant.shape.length) throw node.error('repeats other dimensions than there are');
  for (const [axis, times] of repeats.entries()) {
    const dim = constant.shape[axis]!;
    if (!Number.isInteger(times) || times < 0) throw node.error(`repeats ${times} times`);
    node.reserve(constant.data.length * times);
    constant = reordered(
      constant,
      axis,
      Array.from({ length: dim * times }, (_, i) => i % dim),
    );
  }
  return constant;
};

export const moving: Operators = {
  Identity: input,
  Dropout: input,
  Reshape: reshape(targetShape),
  Flatten: reshape(flattenedShape),
  Squeeze: reshape(squeezedShape),
  Unsqueeze: reshape(unsqueezedShape),
  Transpose: transpose,
  Slice: slice,
  Split: split,
  Gather: gather,
  Concat: concat,
  Expand: expand,
  Tile: tile,
};
