/** Reductions of constants: products and sums of shapes. */
import { elementCount } from '../../../graph/graph.ts';
import { constantOf } from '../../support/constants/constant.ts';
import { numbersFor } from '../../support/constants/element-types.ts';
import type { Convert, Operators } from '../node-import.ts';
import { operands } from './arithmetic.ts';

/** Reduces along the axes of input 1. */
function reduce(first: number, combine: (sum: number, value: number) => number, isMean = false): Convert {
  return (node) => {
    const input = operands(node)[0] ?? node.constant(0, 'an operand');
    const { shape, type, data: values } = input;
    const axes = new Set(node.integers(1, 'axes').map((axis) => node.axis(axis, shape.length)));
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
    const parts = isMean ? values.length / results.length : 1;
    const data = numbersFor(type, results.length);
    results.forEach((result, i) => {
      data[i] = result / parts;
    });
    return constantOf(type, node.flag('keep_dims') ? kept : kept.filter((_dim, d) => !axes.has(d)), data);
  };
}

const sum = (a: number, b: number) => a + b;

export const reducing: Operators = {
  All: reduce(1, (a, b) => (a !== 0 && b !== 0 ? 1 : 0)),
  Any: reduce(0, (a, b) => (a !== 0 || b !== 0 ? 1 : 0)),
  Max: reduce(-Infinity, Math.max),
  Mean: reduce(0, sum, true),
  Min: reduce(Infinity, Math.min),
  Prod: reduce(1, (a, b) => a * b),
  Sum: reduce(0, sum),
};
