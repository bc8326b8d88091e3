/** NOT_EQUAL: whether a ≠ b, with broadcasting. */
import { comparison } from './support/comparison.ts';

export default comparison({
  type: 'NOT_EQUAL',
  summary: 'whether a ≠ b, with broadcasting',
  types: ['int8', 'int32', 'int64', 'bool'],
  code: 72,
  union: 54,
  versions: { int8: 2, int16: 4 },
  accepts: ['less', 'greater'],
  float: (tf, a, b) => tf.notEqual(a, b),
  tflmResolver: 'AddNotEqual',
});
