/** Comparisons, truth values and Where. */
import { aligned, inPlace } from '../layout.ts';
import type { Convert, Operators } from '../node-import.ts';

/** An operator of two inputs that gives truth values. */
const truth =
  (type: string): Convert =>
  (node) => {
    const { tensors, like } = aligned(node, [node.value(0), node.value(1)]);
    return inPlace(like, node.op(type, tensors, {}, { dtype: 'bool' }));
  };

const not: Convert = (node) => {
  const value = node.activation(0);
  return inPlace(value, node.op('LOGICAL_NOT', [value.tensor]));
};

const where: Convert = (node) => {
  const { tensors, like } = aligned(node, [node.value(0), node.value(1), node.value(2)]);
  const { dtype } = node.builder.tensor(tensors[1]!);
  return inPlace(like, node.op('SELECT_V2', tensors, {}, { dtype: dtype as 'float32' }));
};

export const logic: Operators = {
  Equal: truth('EQUAL'),
  Greater: truth('GREATER'),
  GreaterOrEqual: truth('GREATER_EQUAL'),
  Less: truth('LESS'),
  LessOrEqual: truth('LESS_EQUAL'),
  And: truth('LOGICAL_AND'),
  Or: truth('LOGICAL_OR'),
  Not: not,
  Where: where,
};
