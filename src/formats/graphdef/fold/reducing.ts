/** Reductions of constants: products and sums of shapes. */
import { plainValues } from '../../support/constants/folding-node.ts';
import {
  ALL,
  ANY,
  MAXIMUM,
  MEAN,
  MINIMUM,
  PRODUCT,
  type Reduction,
  reduced,
  SUM,
} from '../../support/constants/reducing.ts';
import type { Convert, Operators } from '../node-import.ts';

/** Reduces along the axes of input 1. */
function reduce(reduction: Reduction): Convert {
  return (node) => {
    const input = plainValues(node.constant(0, 'an operand'));
    const axes = new Set(node.integers(1, 'axes').map((axis) => node.axis(axis, input.shape.length)));
    return reduced(node, input, axes, node.flag('keep_dims'), reduction);
  };
}

export const reducing: Operators = {
  All: reduce(ALL),
  Any: reduce(ANY),
  Max: reduce(MAXIMUM),
  Mean: reduce(MEAN),
  Min: reduce(MINIMUM),
  Prod: reduce(PRODUCT),
  Sum: reduce(SUM),
};
