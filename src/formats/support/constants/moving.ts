/** Elements of constants cut out, put together, repeated and counted. */
import { elementCount } from '../../../graph/graph.ts';
import type { Span } from '../spans.ts';
import { type Constant, constantOf, pick, reordered, reshaped, stridesOf, walk } from './constant.ts';
import { isReal, numbersFor } from './element-types.ts';
import { type FoldingNode, plainValues } from './folding-node.ts';

/** The elements within a part; a range a dimension, which lies in it. */
export function cutOut(node: FoldingNode, constant: Constant, spans: readonly Span[]): Constant {
  const shape = spans.map(({ count }) => count);
  node.reserve(elementCount(shape));
  const strides = stridesOf(constant.shape);
  const places = walk(
    shape,
    spans.map(({ step }, d) => step * strides[d]!),
    spans.reduce((place, { begin }, d) => place + begin * strides[d]!, 0),
  );
  const isSliced = constant.quant !== undefined && constant.quant.scale.length > 1;
  return pick(isSliced ? plainValues(constant) : constant, shape, places);
}

/** A constant cut along an axis into parts of these sizes, which make up the whole. */
export function split(
  node: FoldingNode,
  constant: Constant,
  axis: number,
  sizes: readonly number[],
): Constant[] {
  let begin = 0;
  return sizes.map((count) => {
    const spans = constant.shape.map((dim, d) =>
      d === axis ? { begin, count, step: 1 } : { begin: 0, count: dim, step: 1 },
    );
    begin += count;
    return cutOut(node, constant, spans);
  });
}

/** Constants one after the other along an axis. */
export function joined(node: FoldingNode, constants: readonly Constant[], axis: number): Constant {
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

/** The slices along an axis whose numbers `indices` holds, in its shape; negative ones count from the end. */
export function gathered(node: FoldingNode, constant: Constant, indices: Constant, axis: number): Constant {
  const dim = constant.shape[axis]!;
  const from = Array.from(indices.data, (index) => (index < 0 ? index + dim : index));
  if (from.some((index) => !(index >= 0 && index < dim))) {
    throw node.error(`takes the elements ${Array.from(indices.data).slice(0, 8).join(', ')} of ${dim}`);
  }
  const shape = [...constant.shape.slice(0, axis), ...indices.shape, ...constant.shape.slice(axis + 1)];
  node.reserve(elementCount(shape));
  return reshaped(reordered(constant, axis, from), shape);
}

/** A constant repeated along each of its dimensions. */
export function tiled(node: FoldingNode, constant: Constant, repeats: readonly number[]): Constant {
  if (repeats.length !== constant.shape.length) throw node.error('repeats other dimensions than there are');
  return repeats.reduce((whole, times, axis) => {
    if (!Number.isInteger(times) || times < 0) throw node.error(`repeats ${times} times`);
    node.reserve(whole.data.length * times);
    const dim = whole.shape[axis]!;
    return reordered(
      whole,
      axis,
      Array.from({ length: dim * times }, (_, i) => i % dim),
    );
  }, constant);
}

/** Range: from start to limit by delta, the three inputs. Integers are counted as 64-bit ones. */
export function counted(node: FoldingNode): Constant {
  const inputs = ['a start', 'a limit', 'a step'].map((what, i) => plainValues(node.constant(i, what)));
  if (inputs.some(({ data }) => data.length !== 1)) throw node.error('counts by more than one number');
  const [start, limit, delta] = inputs.map(({ data }) => data[0]!) as [number, number, number];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!Number.isFinite(count)) throw node.error(`counts by ${delta}`);
  node.reserve(count);
  const type = isReal(inputs[0]!.type) ? inputs[0]!.type : 'int64';
  const data = numbersFor(type, count);
  for (let i = 0; i < count; i++) data[i] = start + i * delta;
  return constantOf(type, [count], data);
}

/** A constant of a shape that is the same number everywhere. */
export function filled(
  node: FoldingNode,
  shape: readonly number[],
  value: number,
  like: Constant['type'],
): Constant {
  if (shape.some((dim) => !Number.isInteger(dim) || dim < 0)) {
    throw node.error(`makes a constant of the shape [${shape.join(', ')}]`);
  }
  node.reserve(elementCount(shape));
  return constantOf(like, shape, numbersFor(like, elementCount(shape)).fill(value));
}
