/** REDUCE_MAX: the largest element along some dimensions. */
import { defineReduceExtreme } from './support/reduce-extreme.ts';

export default defineReduceExtreme({
  type: 'REDUCE_MAX',
  summary: 'the largest element along some dimensions',
  code: 82,
  tflmResolver: 'AddReduceMax',
  kernel: 'reduce_max_s8',
  reduce: (tf, x, axes, keepDims) => tf.max(x, axes, keepDims),
});
