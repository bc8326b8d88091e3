/** Reductions of constants: products and sums of shapes. */
import { plainValues } from '../../support/constants/folding-node.ts';
import {
  MAXIMUM,
  MEAN,
  MINIMUM,
  PRODUCT,
  type Reduction,
  reduced,
  SUM,
} from '../../support/constants/reducing.ts';
import type { Convert, Operators } from '../node-import.ts';

/** Reduces along `axes`, all dimensions unless given. */
function reduce(reduction: Reduction): Convert {
  return (node) => {
    const input = plainValues(node.constant(0, 'an operand'));
    const rank = input.shape.length;
    const wanted = node.integers('axes', 1) ?? [];
    if (wanted.length === 0 && node.attributes.int('noop_with_empty_axes', 0) === 1) return input;
    const listed = wanted.length > 0 ? wanted : input.shape.map((_dim, d) => d);
    const axes = new Set(listed.map((axis) => node.axis(axis, rank)));
    return reduced(node, input, axes, node.attributes.int('keepdims', 1) === 1, reduction);
  };
}

export const reducing: Operators = {
  ReduceProd: reduce(PRODUCT),
  ReduceSum: reduce(SUM),
  ReduceMean: reduce(MEAN),
  ReduceMax: reduce(MAXIMUM),
  ReduceMin: reduce(MINIMUM),
};
