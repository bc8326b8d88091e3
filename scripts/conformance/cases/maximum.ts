/** MAXIMUM: see ../extrema.ts. */
import { extrema } from '../extrema.ts';

export default extrema('MAXIMUM');
