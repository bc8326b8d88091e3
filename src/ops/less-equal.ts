/** LESS_EQUAL: whether a ≤ b, with broadcasting. */
import { comparison } from './support/comparison.ts';

export default comparison({
  type: 'LESS_EQUAL',
  summary: 'whether a ≤ b, with broadcasting',
  types: ['int8', 'int32', 'int64'],
  code: 63,
  union: 46,
  versions: { int8: 2 },
  accepts: ['less', 'equal'],
  float: (tf, a, b) => tf.lessEqual(a, b),
  tflmResolver: 'AddLessEqual',
});
