/** AVERAGE_POOL_2D: paddings, strides, windows of all proportions, odd shapes, activations; scales that differ are refused. */
import { pools } from '../pools.ts';

export default pools('AVERAGE_POOL_2D');
