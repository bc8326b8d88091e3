/** What StridedSlice and Slice cut out, by their masks and numpy's rules. */
import type { Span } from '../support/spans.ts';
import type { NodeImport } from './node-import.ts';

/** A part of a tensor. */
export interface Cut {
  /** One for each dimension of the tensor. */
  readonly ranges: readonly Span[];
  /** The result's shape, with dimensions that are added or gone. */
  readonly shape: readonly number[];
}

/** One dimension, from start to end. */
function range(
  node: NodeImport,
  dim: number,
  step: number,
  start: number | undefined,
  end: number | undefined,
): Span {
  if (!Number.isInteger(step) || step === 0) throw node.error(`has a step of ${step}`);
  const [least, most] = step > 0 ? [0, dim] : [-1, dim - 1];
  const place = (value: number) => Math.max(least, Math.min(most, value < 0 ? value + dim : value));
  const begin = start === undefined ? (step > 0 ? 0 : dim - 1) : place(start);
  const stop = end === undefined ? (step > 0 ? dim : -1) : place(end);
  return { begin, count: Math.max(0, Math.ceil((stop - begin) / step)), step };
}

/** StridedSlice of a tensor of that shape; inputs 1 to 3 are begin, end and strides. */
export function stridedCut(node: NodeImport, shape: readonly number[]): Cut {
  const [begin, end, strides] = ['a begin', 'an end', 'strides'].map((what, i) =>
    node.integers(i + 1, what),
  ) as [number[], number[], number[]];
  const masks = ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'];
  const bits = masks.map((mask) => node.int(mask, 0));
  const has = (mask: number, i: number) => i < 31 && (bits[mask]! & (1 << i)) !== 0;
  const taken = begin.filter((_start, i) => !has(2, i) && !has(3, i)).length;
  if (begin.length !== end.length || begin.length !== strides.length || taken > shape.length) {
    throw node.error(`cuts ${taken} dimensions out of ${shape.length}`);
  }
  const ranges: Span[] = [];
  const result: number[] = [];
  const keep = (): void => {
    const dim = shape[ranges.length]!;
    ranges.push({ begin: 0, count: dim, step: 1 });
    result.push(dim);
  };
  let isOpen = true;
  begin.forEach((start, i) => {
    if (has(2, i) && isOpen) {
      isOpen = false;
      for (let left = shape.length - taken; left > 0; left--) keep();
    } else if (has(3, i)) {
      result.push(1);
    } else if (has(4, i)) {
      const dim = shape[ranges.length]!;
      const place = has(0, i) ? 0 : node.axis(start, dim);
      ranges.push({ begin: place, count: 1, step: 1 });
    } else {
      const from = has(0, i) ? undefined : start;
      const one = range(node, shape[ranges.length]!, strides[i]!, from, has(1, i) ? undefined : end[i]);
      ranges.push(one);
      result.push(one.count);
    }
  });
  while (ranges.length < shape.length) keep();
  return { ranges, shape: result };
}

/** Slice of a tensor of that shape; inputs 1 and 2 are begin and size. */
export function plainCut(node: NodeImport, shape: readonly number[]): Cut {
  const [begin, size] = [node.integers(1, 'a begin'), node.integers(2, 'a size')];
  if (begin.length !== shape.length || size.length !== shape.length) {
    throw node.error(`cuts ${begin.length} dimensions out of ${shape.length}`);
  }
  const ranges = shape.map((dim, d): Span => {
    const [first, wanted] = [begin[d]!, size[d]!];
    const count = wanted === -1 ? dim - first : wanted;
    if (first < 0 || count < 0 || first + count > dim) {
      throw node.error(`cuts ${count} elements from ${first} on out of ${dim}`);
    }
    return { begin: first, count, step: 1 };
  });
  return { ranges, shape: ranges.map(({ count }) => count) };
}
