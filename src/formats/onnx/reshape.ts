/**
 * Reshapes of activations whose tensors have another order than ONNX: dimensions are split and joined where they lie
 * in the tensor. Joined ones that lie in another order than ONNX has them become a mixed dimension, as behind a
 * Flatten; elements move only where dimensions to be joined lie apart from each other.
 */
import { reshapeTensor, transposeTensor, unmixed } from './layout.ts';
import type { NodeImport } from './node-import.ts';
import { type Activation, channelsLast, identity, type Mixed, sameOrder } from './values.ts';

/** Dimensions of the one shape that are the same elements as dimensions of the other; those of 1 are left out. */
interface Segment {
  readonly from: number[];
  readonly to: number[];
}

/** Splits two shapes of as many elements into the smallest segments that match. */
function segments(from: readonly number[], to: readonly number[]): Segment[] {
  const long = (shape: readonly number[]) => identity(shape.length).filter((d) => shape[d] !== 1);
  const [a, b] = [long(from), long(to)];
  const result: Segment[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const segment: Segment = { from: [a[i]!], to: [b[j]!] };
    let [left, right] = [from[a[i++]!]!, to[b[j++]!]!];
    while (left !== right) {
      if (left < right) {
        left *= from[a[i]!]!;
        segment.from.push(a[i++]!);
      } else {
        right *= to[b[j]!]!;
        segment.to.push(b[j++]!);
      }
    }
    result.push(segment);
  }
  return result;
}

/** An activation whose mixed dimension is the several that it is made of; the tensor is not of that shape. */
function takenApart(value: Activation): { shape: number[]; order: number[] } {
  const { shape, order, mixed } = value;
  if (mixed === undefined) return { shape: [...shape], order: [...order] };
  const { axis, dims } = mixed;
  const moved = (d: number) => (d > axis ? d + dims.length - 1 : d);
  return {
    shape: [...shape.slice(0, axis), ...dims, ...shape.slice(axis + 1)],
    order: order.flatMap((d) => (d === axis ? mixed.order.map((k) => axis + k) : [moved(d)])),
  };
}

/** True where the places follow each other. */
function consecutive(places: readonly number[]): boolean {
  return places.every((place, i) => i === 0 || place === places[i - 1]! + 1);
}

/** What becomes of a tensor's dimensions. */
interface Plan {
  /** Long source dimensions in the order in which the tensor must have them. */
  readonly source: number[];
  /** Long dimensions of the result, in the tensor's order. */
  readonly target: number[];
  readonly mixed?: Mixed;
}

function plan(shape: readonly number[], to: readonly number[], long: readonly number[]): Plan {
  let source = [...long];
  let mixed: Mixed | undefined;
  const all = segments(shape, to);
  for (const { from, to: target } of all) {
    const places = from.map((d) => source.indexOf(d));
    if (consecutive(places)) continue;
    const sorted = [...places].sort((x, y) => x - y);
    if (consecutive(sorted) && target.length === 1 && mixed === undefined) {
      const order = sorted.map((place) => from.indexOf(source[place]!));
      mixed = { axis: target[0]!, dims: from.map((d) => shape[d]!), order };
      continue;
    }
    const last = source[sorted.at(-1)!]!;
    source = source.flatMap((d) => (d === last ? from : from.includes(d) ? [] : [d]));
  }
  const target = source.flatMap((d) => {
    const { from, to: parts } = all.find((segment) => segment.from.includes(d))!;
    return firstOf(from, source) === d ? parts : [];
  });
  return { source, target, ...(mixed && { mixed }) };
}

/** Which of the dimensions comes first in the tensor. */
function firstOf(dims: readonly number[], source: readonly number[]): number {
  return source.find((d) => dims.includes(d))!;
}

/** An order of all dimensions in which the long ones come as they must; those of 1 stand where they disturb least. */
function completed(target: readonly number[], to: readonly number[], preferLast: boolean): number[] {
  const rank = to.length;
  const candidates = [identity(rank), channelsLast(rank)];
  if (preferLast) candidates.reverse();
  const fits = (order: readonly number[]) =>
    sameOrder(
      order.filter((d) => to[d] !== 1),
      target,
    );
  const found = candidates.find(fits);
  if (found !== undefined) return found;
  const order = [...target];
  for (const d of identity(rank).filter((dim) => to[dim] === 1)) {
    const next = order.findIndex((other) => other > d);
    order.splice(next < 0 ? order.length : next, 0, d);
  }
  return order;
}

/**
 * The activation in another shape.
 *
 * @param shape in ONNX, of as many elements
 */
export function reshapedActivation(
  node: NodeImport,
  value: Activation,
  shape: readonly number[],
): Activation {
  if (sameOrder(value.shape, shape)) return value;
  const apart = takenApart(value);
  const long = apart.order.filter((d) => apart.shape[d] !== 1);
  const { source, target, mixed } = plan(apart.shape, shape, long);
  let tensor = value.tensor;
  if (!sameOrder(source, long)) {
    tensor = reshapeTensor(
      node,
      tensor,
      long.map((d) => apart.shape[d]!),
    );
    tensor = transposeTensor(
      node,
      tensor,
      source.map((d) => long.indexOf(d)),
    );
  }
  const preferLast = !sameOrder(apart.order, identity(apart.order.length));
  const order = completed(target, shape, preferLast);
  tensor = reshapeTensor(
    node,
    tensor,
    order.map((d) => shape[d]!),
  );
  const { mixed: _mixed, squared: _squared, ...rest } = value;
  return { ...rest, tensor, shape, order, ...(mixed && { mixed }) };
}

/** The activation without some dimensions of 1, none of which is mixed. */
export function withoutDims(node: NodeImport, value: Activation, gone: readonly number[]): Activation {
  if (gone.length === 0) return value;
  const plain = value.mixed !== undefined && gone.includes(value.mixed.axis) ? unmixed(node, value) : value;
  const kept = identity(plain.shape.length).filter((d) => !gone.includes(d));
  const shape = kept.map((d) => plain.shape[d]!);
  const order = plain.order.filter((d) => !gone.includes(d)).map((d) => kept.indexOf(d));
  const tensor = reshapeTensor(
    node,
    plain.tensor,
    order.map((d) => shape[d]!),
  );
  const { mixed, squared: _squared, ...rest } = plain;
  return {
    ...rest,
    tensor,
    shape,
    order,
    ...(mixed && { mixed: { ...mixed, axis: kept.indexOf(mixed.axis) } }),
  };
}
