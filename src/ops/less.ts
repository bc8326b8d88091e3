/** LESS: whether a < b, with broadcasting. */
import { comparison } from './support/comparison.ts';

export default comparison({
  type: 'LESS',
  summary: 'whether a < b, with broadcasting',
  types: ['int8', 'int32', 'int64'],
  code: 58,
  union: 41,
  versions: { int8: 2, int16: 3 },
  accepts: ['less'],
  float: (tf, a, b) => tf.less(a, b),
  tflmResolver: 'AddLess',
});
