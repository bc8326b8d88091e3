/** EQUAL: whether a = b, with broadcasting. */
import { comparison } from './support/comparison.ts';

export default comparison({
  type: 'EQUAL',
  summary: 'whether a = b, with broadcasting',
  types: ['int8', 'int32', 'int64', 'bool'],
  code: 71,
  union: 53,
  versions: { int8: 2, int16: 5 },
  accepts: ['equal'],
  float: (tf, a, b) => tf.equal(a, b),
  tflmResolver: 'AddEqual',
});
