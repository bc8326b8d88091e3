/** LESS: see ../comparisons.ts. */
import { comparisons } from '../comparisons.ts';

export default comparisons('LESS');
