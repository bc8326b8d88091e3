/** What Slice and Split cut out. */
import type { Span } from '../support/spans.ts';
import type { NodeImport } from './node-import.ts';

/** One dimension of Slice, by numpy's rules. */
function range(node: NodeImport, dim: number, start: number, end: number, step: number): Span {
  if (!Number.isInteger(step) || step === 0) throw node.error(`has a step of ${step}`);
  const clamp = (value: number, least: number, most: number) =>
    Math.max(least, Math.min(most, value < 0 ? value + dim : value));
  const begin = step > 0 ? clamp(start, 0, dim) : clamp(start, 0, dim - 1);
  const stop = step > 0 ? clamp(end, 0, dim) : clamp(end, -1, dim - 1);
  return { begin, count: Math.max(0, Math.ceil((stop - begin) / step)), step };
}

/** The range of every dimension that a Slice leaves. */
export function sliceRanges(node: NodeImport, shape: readonly number[]): Span[] {
  const starts = node.integers('starts', 1) ?? [];
  const ends = node.integers('ends', 2) ?? [];
  const axes = node.integers('axes', 3) ?? starts.map((_start, d) => d);
  const steps = node.numbers(4, 'steps') ?? starts.map(() => 1);
  if ([ends, axes, steps].some((list) => list.length !== starts.length)) {
    throw node.error(
      `has ${starts.length} starts, ${ends.length} ends, ${axes.length} axes and ${steps.length} steps`,
    );
  }
  const ranges = shape.map((dim): Span => ({ begin: 0, count: dim, step: 1 }));
  axes.forEach((given, i) => {
    const axis = node.axis(given, shape.length);
    ranges[axis] = range(node, shape[axis]!, starts[i]!, ends[i]!, steps[i]!);
  });
  return ranges;
}

/** The sizes of the parts that a Split gives. */
export function splitSizes(
  node: NodeImport,
  shape: readonly number[],
): { axis: number; sizes: readonly number[] } {
  const axis = node.axis(node.attributes.int('axis', 0), shape.length);
  const dim = shape[axis]!;
  const given = node.integers('split', 1);
  if (given !== undefined) {
    const fits = given.reduce((sum, size) => sum + size, 0) === dim;
    if (fits && given.length === node.outputCount && given.every((size) => size >= 0))
      return { axis, sizes: given };
    throw node.error(`splits ${dim} elements into ${given.join(', ')}`);
  }
  const parts = node.attributes.int('num_outputs', node.outputCount);
  const size = Math.ceil(dim / parts);
  if (parts !== node.outputCount || size * (parts - 1) >= dim) {
    throw node.error(`splits ${dim} elements into ${parts} parts`);
  }
  return { axis, sizes: Array.from({ length: parts }, (_, k) => Math.min(size, dim - k * size)) };
}
