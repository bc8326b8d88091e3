/** Comparisons, truth values and choices. */
import type { Convert, Operators } from '../node-import.ts';
import { chosenByNoise, withNoise } from '../noise.ts';

/** An operator of two inputs that gives truth values. */
const truth =
  (type: string): Convert =>
  (node) =>
    node.result(type, [node.tensor(0), node.tensor(1)], {}, { dtype: 'bool' });

const select: Convert = (node) => {
  const masked = chosenByNoise(node);
  if (masked !== undefined) return masked;
  const tensors = [0, 1, 2].map((i) => node.tensor(i));
  if (node.type === 'Select' && node.shape(0).length !== node.shape(1).length) {
    throw node.error('chooses whole rows, which is not supported', 'Use tf.where of TensorFlow 2.');
  }
  const { dtype } = node.builder.tensor(tensors[1]!);
  return node.result('SELECT_V2', tensors, {}, { dtype: dtype as 'float32' });
};

export const logic: Operators = {
  Equal: truth('EQUAL'),
  Greater: withNoise(truth('GREATER')),
  GreaterEqual: withNoise(truth('GREATER_EQUAL')),
  Less: withNoise(truth('LESS')),
  LessEqual: withNoise(truth('LESS_EQUAL')),
  LogicalAnd: truth('LOGICAL_AND'),
  LogicalNot: (node) => node.result('LOGICAL_NOT', [node.tensor(0)]),
  LogicalOr: truth('LOGICAL_OR'),
  NotEqual: truth('NOT_EQUAL'),
  Select: select,
  SelectV2: select,
};
