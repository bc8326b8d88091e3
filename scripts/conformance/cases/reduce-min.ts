/** REDUCE_MIN: every set of axes, negative and repeated ones, kept dimensions. */
import { extremes } from '../extremes.ts';

export default extremes('REDUCE_MIN');
