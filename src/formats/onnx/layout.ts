/** Tensors brought into the layout that an operator needs: by TRANSPOSE only where elements really move. */
import { elementCount } from '../../graph/graph.ts';
import { broadcastShape } from '../support/constants/broadcast.ts';
import { type Constant, reordered, reshaped, transposed } from '../support/constants/constant.ts';
import type { NodeImport } from './node-import.ts';
import {
  type Activation,
  channelsLast,
  identity,
  longDims,
  mixedPlaces,
  sameOrder,
  type Value,
} from './values.ts';

/** A tensor in another shape of as many elements; itself where it has that shape. */
export function reshapeTensor(node: NodeImport, tensor: number, shape: readonly number[]): number {
  if (sameOrder(node.builder.tensor(tensor).shape, shape)) return tensor;
  return node.op('RESHAPE', [tensor, node.builder.integers(`${node.name}/shape`, shape)]);
}

/** A tensor with its dimensions in another order; a RESHAPE where only dimensions of 1 move. */
export function transposeTensor(node: NodeImport, tensor: number, order: readonly number[]): number {
  const { shape } = node.builder.tensor(tensor);
  if (sameOrder(order, identity(shape.length))) return tensor;
  const long = longDims(order, shape);
  if (long.every((d, i) => i === 0 || d > long[i - 1]!)) {
    return reshapeTensor(
      node,
      tensor,
      order.map((d) => shape[d]!),
    );
  }
  return node.op('TRANSPOSE', [tensor, node.builder.integers(`${node.name}/order`, order)]);
}

/** The activation with the elements of each dimension in ONNX's order. */
export function unmixed(node: NodeImport, value: Activation): Activation {
  const { mixed, shape, order } = value;
  if (mixed === undefined) return value;
  const at = order.indexOf(mixed.axis);
  const whole = order.map((d) => shape[d]!);
  const split = [...whole.slice(0, at), ...mixed.order.map((d) => mixed.dims[d]!), ...whole.slice(at + 1)];
  const back = [
    ...identity(at),
    ...mixed.dims.map((_dim, d) => at + mixed.order.indexOf(d)),
    ...identity(whole.length - at - 1).map((d) => d + at + mixed.order.length),
  ];
  const apart = reshapeTensor(node, value.tensor, split);
  const tensor = reshapeTensor(node, transposeTensor(node, apart, back), whole);
  const { mixed: _mixed, ...plain } = value;
  return { ...plain, tensor };
}

/** The activation with its tensor's dimensions in that order of ONNX's, none of them mixed. */
export function arranged(node: NodeImport, value: Activation, order: readonly number[]): Activation {
  const plain = unmixed(node, value);
  const tensor = transposeTensor(
    node,
    plain.tensor,
    order.map((d) => plain.order.indexOf(d)),
  );
  return { ...plain, tensor, order };
}

/** The tensor of an activation, in ONNX's own order. */
export function inOnnxOrder(node: NodeImport, value: Activation): number {
  return arranged(node, value, identity(value.shape.length)).tensor;
}

/** The activation with channels as its last dimension. */
export function withChannelsLast(node: NodeImport, value: Activation): Activation {
  return arranged(node, value, channelsLast(value.shape.length));
}

/** The activation with one of ONNX's dimensions as the last of its tensor, the others as they lie. */
export function withLast(node: NodeImport, value: Activation, axis: number): Activation {
  const plain = value.mixed?.axis === axis ? unmixed(node, value) : value;
  if (plain.order.at(-1) === axis) return plain;
  // Where elements must move, they may as well come to lie as ONNX has them.
  const rank = plain.shape.length;
  const order = axis === rank - 1 ? identity(rank) : [...plain.order.filter((d) => d !== axis), axis];
  return arranged(node, plain, order);
}

/** What an operation gives that computes each element of its output from the same element of an input. */
export function inPlace(value: Activation, tensor: number): Activation {
  const { shape, order, mixed } = value;
  return { kind: 'activation', tensor, shape, order, ...(mixed && { mixed }) };
}

/** An activation with dimensions of 1 put before its own. */
function extended(node: NodeImport, value: Activation, rank: number): Activation {
  const added = rank - value.shape.length;
  if (added === 0) return value;
  const shape = [...new Array<number>(added).fill(1), ...value.shape];
  const order = [...identity(added), ...value.order.map((d) => d + added)];
  const tensor = reshapeTensor(
    node,
    value.tensor,
    order.map((d) => shape[d]!),
  );
  const { mixed } = value;
  return { ...value, tensor, shape, order, ...(mixed && { mixed: { ...mixed, axis: mixed.axis + added } }) };
}

/** A constant laid out as the activation that it goes with, without the dimensions of 1 that lead. */
export function constantLike(constant: Constant, like: Activation): Constant {
  const rank = like.shape.length;
  const shape = [...new Array<number>(rank - constant.shape.length).fill(1), ...constant.shape];
  let laid = reshaped(constant, shape);
  const { mixed } = like;
  if (mixed !== undefined && shape[mixed.axis] !== 1) laid = reordered(laid, mixed.axis, mixedPlaces(mixed));
  laid = transposed(laid, like.order);
  const first = laid.shape.findIndex((dim) => dim !== 1);
  return reshaped(laid, first < 0 ? [1] : laid.shape.slice(first));
}

/** True where two activations have the same dimension mixed in the same way. */
function sameMixed(a: Activation, b: Activation): boolean {
  if (a.mixed === undefined || b.mixed === undefined) return a.mixed === b.mixed;
  const [p, q] = [a.mixed, b.mixed];
  return p.axis === q.axis && sameOrder(p.dims, q.dims) && sameOrder(p.order, q.order);
}

/** Operands of an elementwise operation, laid out alike. */
export interface Aligned {
  readonly tensors: number[];
  /** What the result is like, but for its tensor. */
  readonly like: Activation;
}

/**
 * Brings the operands of an elementwise operation into one layout: that of the largest of them. Constants follow it
 * at no cost.
 *
 * @param values at least one of them an activation
 */
export function aligned(node: NodeImport, values: readonly Value[]): Aligned {
  const shape = broadcastShape(
    node,
    values.map((value) => value.shape),
  );
  const computed = values
    .filter((value) => value.kind === 'activation')
    .map((value) => extended(node, value, shape.length));
  const largest = Math.max(...computed.map((value) => elementCount(value.shape)));
  const first = computed.find((value) => elementCount(value.shape) === largest)!;
  const mayMix = computed.every((value) => sameMixed(value, first) && sameOrder(value.shape, first.shape));
  const lead = mayMix ? first : unmixed(node, first);
  let k = 0;
  const tensors = values.map((value) => {
    if (value.kind === 'constant') return node.addConstant(constantLike(value, lead));
    const own = computed[k++]!;
    if (own === first) return lead.tensor;
    return mayMix && sameOrder(own.order, lead.order) ? own.tensor : arranged(node, own, lead.order).tensor;
  });
  const like = inPlace({ ...lead, shape }, lead.tensor);
  return { tensors, like };
}
