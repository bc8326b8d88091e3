/** Reductions of constants: products and sums of shapes. */
import { elementCount } from '../../../graph/graph.ts';
import { type Constant, constantOf, realValues } from '../../support/constants/constant.ts';
import { numbersFor } from '../../support/constants/element-types.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';

/** Reduces along `axes`, all dimensions unless given. */
function reduce(compute: (values: readonly number[]) => number): Convert {
  return (node: NodeImport): Constant => {
    const given = node.constant(0, 'an operand');
    const input = given.quant === undefined ? given : realValues(given);
    const { shape, type } = input;
    const rank = shape.length;
    const wanted = node.integers('axes', 1) ?? [];
    if (wanted.length === 0 && node.attributes.int('noop_with_empty_axes', 0) === 1) return input;
    const axes = new Set(
      (wanted.length > 0 ? wanted : shape.map((_dim, d) => d)).map((axis) => node.axis(axis, rank)),
    );
    node.reserve(input.data.length);
    const kept = shape.map((dim, d) => (axes.has(d) ? 1 : dim));
    const groups: number[][] = Array.from({ length: elementCount(kept) }, () => []);
    for (let i = 0; i < input.data.length; i++) {
      let [rest, place, step] = [i, 0, 1];
      for (let d = rank - 1; d >= 0; d--) {
        if (!axes.has(d)) {
          place += (rest % shape[d]!) * step;
          step *= shape[d]!;
        }
        rest = Math.floor(rest / shape[d]!);
      }
      groups[place]!.push(input.data[i]!);
    }
    const data = numbersFor(type, groups.length);
    for (const [i, group] of groups.entries()) data[i] = compute(group);
    const keep = node.attributes.int('keepdims', 1) === 1;
    return constantOf(type, keep ? kept : kept.filter((_dim, d) => !axes.has(d)), data);
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export const reducing: Operators = {
  ReduceProd: reduce((values) => values.reduce((product, value) => product * value, 1)),
  ReduceSum: reduce(sum),
  ReduceMean: reduce((values) => sum(values) / values.length),
  ReduceMax: reduce((values) => values.reduce((most, value) => Math.max(most, value), -Infinity)),
  ReduceMin: reduce((values) => values.reduce((least, value) => Math.min(least, value), Infinity)),
};
