/** GREATER_EQUAL: see ../comparisons.ts. */
import { comparisons } from '../comparisons.ts';

export default comparisons('GREATER_EQUAL');
