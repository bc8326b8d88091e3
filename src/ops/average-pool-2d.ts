/** AVERAGE_POOL_2D: the mean of a window, as far as it lies within the input. */
import { poolDef } from './support/pool.ts';

export default poolDef({
  type: 'AVERAGE_POOL_2D',
  summary: 'the mean of a window over height and width',
  code: 1,
  tflmResolver: 'AddAveragePool2D',
  kernel: 'average_pool_2d',
  pool: (tf, x, window, { strides, padding }) => tf.avgPool(x, window, strides, padding),
});
