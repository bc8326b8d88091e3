/** NOT_EQUAL: see ../comparisons.ts. */
import { comparisons } from '../comparisons.ts';

export default comparisons('NOT_EQUAL', true);
