/**
 * What the names in an ONNX graph stand for while it is imported: constants, and activations, which are tensors of
 * the graph that is built.
 *
 * ONNX has channels before height and width, TFLite after them. Nothing is moved for that: an activation says which
 * of its ONNX dimensions each dimension of its tensor is, and only an operator that needs another order moves them.
 */
import type { Constant } from '../support/constants/constant.ts';

/** One dimension of an activation that is several in one, whose elements lie in another order than ONNX has them. */
export interface Mixed {
  /** The ONNX dimension. */
  readonly axis: number;
  /** The dimensions that it is made of, in ONNX's order. */
  readonly dims: readonly number[];
  /** The order in which they lie in the tensor. */
  readonly order: readonly number[];
}

/** The quantization of integers that an activation stands for, as the ONNX file has it. */
export interface Stands {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A value that the network computes. */
export interface Activation {
  readonly kind: 'activation';
  /** The tensor's index in the builder. */
  readonly tensor: number;
  /** The shape in ONNX. */
  readonly shape: readonly number[];
  /** Dimension d of the tensor is ONNX's dimension `order[d]`. */
  readonly order: readonly number[];
  readonly mixed?: Mixed;
  /** True where no element is below 0. */
  readonly nonNegative?: boolean;
  /** Where ONNX has integers here, and the tensor the real numbers that they stand for. */
  readonly stands?: Stands;
  /** There where this is the square root of another activation, to be computed only if need be. */
  readonly squared?: Activation;
}

/** What a name stands for. */
export type Value = Constant | Activation;

/** 0, 1, 2, … */
export function identity(rank: number): number[] {
  return Array.from({ length: rank }, (_, d) => d);
}

/** The order of a TFLite image: batch, then what is spatial, then channels. */
export function channelsLast(rank: number): number[] {
  if (rank < 3) return identity(rank);
  return [0, ...identity(rank - 2).map((d) => d + 2), 1];
}

/** True where two orders are the same. */
export function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** An activation whose tensor has ONNX's own order, or the one given. */
export function activation(
  tensor: number,
  shape: readonly number[],
  order: readonly number[] = identity(shape.length),
): Activation {
  return { kind: 'activation', tensor, shape, order };
}

/** The dimensions of an order that are longer than 1: moving the others moves no element. */
export function longDims(order: readonly number[], shape: readonly number[]): number[] {
  return order.filter((d) => shape[d] !== 1);
}

/** Where the elements of a mixed dimension come from: the tensor's element p is ONNX's element `result[p]`. */
export function mixedPlaces({ dims, order }: Mixed): Int32Array {
  const strides = new Array<number>(dims.length);
  let count = 1;
  for (let d = dims.length - 1; d >= 0; d--) {
    strides[d] = count;
    count *= dims[d]!;
  }
  const result = new Int32Array(count);
  for (let p = 0; p < count; p++) {
    let rest = p;
    for (let k = order.length - 1; k >= 0; k--) {
      const d = order[k]!;
      result[p]! += (rest % dims[d]!) * strides[d]!;
      rest = Math.floor(rest / dims[d]!);
    }
  }
  return result;
}
