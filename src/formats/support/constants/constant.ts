/** Values that a file fixes: weights, and whatever shape arithmetic comes to. */
import { elementCount } from '../../../graph/graph.ts';
import { type ElementType, isReal, type Numbers, numbersFor } from './element-types.ts';

/** How a constant's integers stand for real numbers: scale × (q − zeroPoint), one for all or one a slice of `axis`. */
export interface ConstantQuant {
  readonly scale: readonly number[];
  readonly zeroPoint: readonly number[];
  /** Without meaning where there is one scale. */
  readonly axis: number;
}

/** A tensor of known elements, row-major. */
export interface Constant {
  readonly kind: 'constant';
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly data: Numbers;
  /** There where the elements are integers that stand for real numbers. */
  readonly quant?: ConstantQuant;
}

/** Makes a constant. */
export function constantOf(
  type: ElementType,
  shape: readonly number[],
  data: Numbers,
  quant?: ConstantQuant,
): Constant {
  return { kind: 'constant', shape, type, data, ...(quant && { quant }) };
}

/** A constant of one dimension of 64-bit integers: a shape, axes. */
export function integers(values: readonly number[]): Constant {
  return constantOf('int64', [values.length], Float64Array.from(values));
}

/** Row-major strides of a shape. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step;
    step *= shape[d]!;
  }
  return strides;
}

/** For each element of a shape in row-major order, what `strides` make of its coordinates. */
export function walk(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const count = elementCount(shape);
  const places = new Int32Array(count);
  const at = new Array<number>(shape.length).fill(0);
  let place = start;
  for (let i = 0; i < count; i++) {
    places[i] = place;
    for (let d = shape.length - 1; d >= 0; d--) {
      place += strides[d]!;
      if (++at[d]! < shape[d]!) break;
      place -= strides[d]! * shape[d]!;
      at[d] = 0;
    }
  }
  return places;
}

/** A constant of another shape whose element i is the old one's element `places[i]`. */
export function pick(
  constant: Constant,
  shape: readonly number[],
  places: Int32Array,
  quant = constant.quant,
): Constant {
  const data = numbersFor(constant.type, places.length);
  for (let i = 0; i < places.length; i++) data[i] = constant.data[places[i]!]!;
  return constantOf(constant.type, shape, data, quant);
}

/** The constant with its dimensions in another order: dimension d of the result is dimension `order[d]`. */
export function transposed(constant: Constant, order: readonly number[]): Constant {
  if (order.every((from, d) => from === d)) return constant;
  const strides = stridesOf(constant.shape);
  const shape = order.map((d) => constant.shape[d]!);
  const places = walk(
    shape,
    order.map((d) => strides[d]!),
  );
  const { quant } = constant;
  return pick(constant, shape, places, quant && { ...quant, axis: Math.max(0, order.indexOf(quant.axis)) });
}

/**
 * The constant in another shape of as many elements. Scales along a dimension follow it where it is still there;
 * otherwise the constant becomes real numbers.
 */
export function reshaped(constant: Constant, shape: readonly number[]): Constant {
  const { quant } = constant;
  if (quant === undefined || quant.scale.length === 1) return { ...constant, shape };
  const before = elementCount(constant.shape.slice(0, quant.axis));
  const axis = shape.findIndex(
    (dim, d) => dim === quant.scale.length && elementCount(shape.slice(0, d)) === before,
  );
  if (axis < 0) return { ...realValues(constant), shape };
  return { ...constant, shape, quant: { ...quant, axis } };
}

/** The constant with the slices along `axis` in another order: slice i is the old one's slice `from[i]`. */
export function reordered(constant: Constant, axis: number, from: ArrayLike<number>): Constant {
  const shape = constant.shape.map((dim, d) => (d === axis ? from.length : dim));
  const inner = elementCount(constant.shape.slice(axis + 1));
  const places = new Int32Array(elementCount(shape));
  for (let i = 0; i < places.length; i++) {
    const slice = Math.floor(i / inner) % from.length;
    const outer = Math.floor(i / inner / from.length);
    places[i] = (outer * constant.shape[axis]! + from[slice]!) * inner + (i % inner);
  }
  const { quant } = constant;
  if (quant === undefined || quant.scale.length === 1 || quant.axis !== axis)
    return pick(constant, shape, places);
  const chosen = Array.from(from);
  return pick(constant, shape, places, {
    axis,
    scale: chosen.map((slice) => quant.scale[slice]!),
    zeroPoint: chosen.map((slice) => quant.zeroPoint[slice]!),
  });
}

/** The constant as real numbers of single precision. */
export function realValues(constant: Constant): Constant {
  const { shape, data, quant, type } = constant;
  if (quant === undefined) {
    return type === 'float32' ? constant : constantOf('float32', shape, Float32Array.from(data));
  }
  const inner = quant.scale.length === 1 ? 1 : elementCount(shape.slice(quant.axis + 1));
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const c = Math.floor(i / inner) % quant.scale.length;
    result[i] = quant.scale[c]! * (data[i]! - quant.zeroPoint[c]!);
  }
  return constantOf('float32', shape, result);
}

/** A real constant with `change` applied to each element. */
export function mapped(constant: Constant, change: (value: number, index: number) => number): Constant {
  const real = realValues(constant);
  return constantOf('float32', real.shape, (real.data as Float32Array).map(change));
}

/** True where the constant is made of real numbers. */
export function isRealConstant({ type, quant }: Constant): boolean {
  return quant !== undefined || isReal(type);
}

/** The one number of a constant of one element; undefined for others. */
export function scalarOf(constant: Constant): number | undefined {
  if (constant.data.length !== 1) return undefined;
  return constant.quant === undefined ? constant.data[0] : realValues(constant).data[0];
}
