/** REDUCE_MIN: the smallest element along some dimensions. */
import { defineReduceExtreme } from './support/reduce-extreme.ts';

export default defineReduceExtreme({
  type: 'REDUCE_MIN',
  summary: 'the smallest element along some dimensions',
  code: 89,
  tflmResolver: 'AddReduceMin',
  kernel: 'reduce_min_s8',
  reduce: (tf, x, axes, keepDims) => tf.min(x, axes, keepDims),
});
