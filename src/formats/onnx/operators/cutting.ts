/** Slice, Split, Gather and Concat. */

import { concatenate } from '../../support/concatenate.ts';
import { transposed } from '../../support/constants/constant.ts';
import { cutTensor, type Span } from '../../support/spans.ts';
import { arranged, unmixed } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { withoutDims } from '../reshape.ts';
import { sliceRanges, splitSizes } from '../slices.ts';
import { split } from '../splitting.ts';
import type { Activation, Value } from '../values.ts';
import { gathered } from './gathering.ts';

/** The part of an activation that lies within the ranges of its ONNX dimensions. */
export function cut(node: NodeImport, value: Activation, ranges: readonly Span[]): Activation {
  const plain = unmixed(node, value);
  const tensor = cutTensor(
    node,
    plain.tensor,
    plain.order.map((d) => ranges[d]!),
  );
  if (tensor === plain.tensor) return value;
  const shape = ranges.map(({ count }) => count);
  const nonNegative = value.nonNegative === true && { nonNegative: true };
  return { kind: 'activation', tensor, shape, order: plain.order, ...nonNegative };
}

const slice: Convert = (node) => {
  const value = node.activation(0);
  return cut(node, value, sliceRanges(node, value.shape));
};

const splitUp: Convert = (node) => {
  const value = unmixed(node, node.activation(0));
  const { axis, sizes } = splitSizes(node, value.shape);
  const tensors = split(node, value.tensor, value.order.indexOf(axis), sizes);
  return tensors.map(
    (tensor, k): Activation => ({
      kind: 'activation',
      tensor,
      shape: value.shape.map((dim, d) => (d === axis ? sizes[k]! : dim)),
      order: value.order,
      ...(value.nonNegative && { nonNegative: true }),
    }),
  );
};

/** Elements along one dimension, chosen by constant or computed positions. */
const gather: Convert = (node) => {
  const [data, indices] = [node.value(0), node.value(1)];
  const axis = node.axis(node.attributes.int('axis', 0), data.shape.length);
  if (data.kind === 'constant' || indices.kind === 'activation') return gathered(node, data, indices, axis);
  const length = data.shape[axis]!;
  const chosen = Array.from(indices.data, (index) => (index < 0 ? index + length : index));
  if (chosen.some((index) => !(index >= 0 && index < length))) {
    throw node.error(`takes elements beyond the ${length} of dimension ${axis}`);
  }
  if (indices.shape.length > 1)
    return gathered(node, data, { ...indices, data: Float64Array.from(chosen) }, axis);
  const [first = 0] = chosen;
  const ranges = data.shape.map(
    (dim, d): Span =>
      d === axis ? { begin: first, count: chosen.length, step: 1 } : { begin: 0, count: dim, step: 1 },
  );
  const inRow = chosen.every((index, i) => index === first + i);
  const part = inRow ? cut(node, data, ranges) : picked(node, data, chosen, axis);
  return indices.shape.length === 0 ? withoutDims(node, part, [axis]) : part;
};

/** Elements along one dimension by constant positions, the layout as it is. */
export function picked(
  node: NodeImport,
  data: Activation,
  chosen: readonly number[],
  axis: number,
): Activation {
  const plain = unmixed(node, data);
  const by = node.builder.integers(`${node.name}/positions`, chosen);
  const tensor = node.op('GATHER', [plain.tensor, by], { axis: plain.order.indexOf(axis) });
  const shape = plain.shape.map((dim, d) => (d === axis ? chosen.length : dim));
  return { kind: 'activation', tensor, shape, order: plain.order };
}

/** Activations and constants one after the other along one of ONNX's dimensions. */
export function concatenated(node: NodeImport, values: readonly Value[], given: number): Activation {
  const lead = values.find((value) => value.kind === 'activation') ?? node.activation(0);
  const rank = lead.shape.length;
  const axis = node.axis(given, rank);
  if (values.some(({ shape }) => shape.length !== rank))
    throw node.error('concatenates shapes that do not fit');
  const plain = unmixed(node, lead);
  const tensors = values.map((value) => {
    if (value === lead) return plain.tensor;
    if (value.kind === 'constant') return node.addConstant(transposed(value, plain.order));
    return arranged(node, value, plain.order).tensor;
  });
  const tensor = concatenate(node, tensors, plain.order.indexOf(axis));
  const shape = plain.shape.map((dim, d) =>
    d === axis ? values.reduce((sum, value) => sum + value.shape[axis]!, 0) : dim,
  );
  const all = values.every((value) => value.kind === 'activation' && value.nonNegative === true);
  return { kind: 'activation', tensor, shape, order: plain.order, ...(all && { nonNegative: true }) };
}

const concat: Convert = (node) =>
  concatenated(
    node,
    node.inputs.map((_input, i) => node.value(i)),
    node.attributes.int('axis', 0),
  );

export const cutting: Operators = { Slice: slice, Split: splitUp, Gather: gather, Concat: concat };
