/** MINIMUM: see ../extrema.ts. */
import { extrema } from '../extrema.ts';

export default extrema('MINIMUM');
