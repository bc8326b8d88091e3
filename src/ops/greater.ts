/** GREATER: whether a > b, with broadcasting. */
import { comparison } from './support/comparison.ts';

export default comparison({
  type: 'GREATER',
  summary: 'whether a > b, with broadcasting',
  types: ['int8', 'int32', 'int64'],
  code: 61,
  union: 44,
  versions: { int8: 2 },
  accepts: ['greater'],
  float: (tf, a, b) => tf.greater(a, b),
  tflmResolver: 'AddGreater',
});
