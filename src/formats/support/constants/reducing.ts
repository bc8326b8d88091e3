/** Reductions of constants: products and sums of shapes. */
import { elementCount } from '../../../graph/graph.ts';
import { type Constant, constantOf } from './constant.ts';
import { numbersFor } from './element-types.ts';
import type { FoldingNode } from './folding-node.ts';

/** How many elements become one: a step from `first` on, one after the other, and what is made of the last. */
export interface Reduction {
  readonly first: number;
  step(result: number, value: number): number;
  finish?(result: number, count: number): number;
}

const sum = (a: number, b: number): number => a + b;

export const SUM: Reduction = { first: 0, step: sum };
export const MEAN: Reduction = { first: 0, step: sum, finish: (total, count) => total / count };
export const PRODUCT: Reduction = { first: 1, step: (a, b) => a * b };
export const MAXIMUM: Reduction = { first: -Infinity, step: Math.max };
export const MINIMUM: Reduction = { first: Infinity, step: Math.min };
export const ALL: Reduction = { first: 1, step: (a, b) => (a !== 0 && b !== 0 ? 1 : 0) };
export const ANY: Reduction = { first: 0, step: (a, b) => (a !== 0 || b !== 0 ? 1 : 0) };

/** Reduces a constant along axes, which stay as 1 or go. */
export function reduced(
  node: FoldingNode,
  { shape, type, data: values }: Constant,
  axes: ReadonlySet<number>,
  keep: boolean,
  { first, step: combine, finish = (result) => result }: Reduction,
): Constant {
  node.reserve(values.length);
  const kept = shape.map((dim, d) => (axes.has(d) ? 1 : dim));
  const results = new Float64Array(elementCount(kept)).fill(first);
  for (let i = 0; i < values.length; i++) {
    let [rest, place, step] = [i, 0, 1];
    for (let d = shape.length - 1; d >= 0; d--) {
      if (!axes.has(d)) {
        place += (rest % shape[d]!) * step;
        step *= shape[d]!;
      }
      rest = Math.floor(rest / shape[d]!);
    }
    results[place] = combine(results[place]!, values[i]!);
  }
  const data = numbersFor(type, results.length);
  for (const [i, result] of results.entries()) data[i] = finish(result, values.length / results.length);
  return constantOf(type, keep ? kept : kept.filter((_dim, d) => !axes.has(d)), data);
}
