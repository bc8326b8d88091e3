/** GREATER_EQUAL: whether a ≥ b, with broadcasting. */
import { comparison } from './support/comparison.ts';

export default comparison({
  type: 'GREATER_EQUAL',
  summary: 'whether a ≥ b, with broadcasting',
  types: ['int8', 'int32', 'int64'],
  code: 62,
  union: 45,
  versions: { int8: 2, int16: 3 },
  accepts: ['equal', 'greater'],
  float: (tf, a, b) => tf.greaterEqual(a, b),
  tflmResolver: 'AddGreaterEqual',
});
