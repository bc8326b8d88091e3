/** MAX_POOL_2D: the largest element of a window, as far as it lies within the input. */
import { poolDef } from './support/pool.ts';

export default poolDef({
  type: 'MAX_POOL_2D',
  summary: 'the largest element of a window over height and width',
  code: 17,
  tflmResolver: 'AddMaxPool2D',
  kernel: 'max_pool_2d',
  pool: (tf, x, window, { strides, padding }) => tf.maxPool(x, window, strides, padding),
});
