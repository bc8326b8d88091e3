/** REDUCE_MAX: every set of axes, negative and repeated ones, kept dimensions. */
import { extremes } from '../extremes.ts';

export default extremes('REDUCE_MAX');
