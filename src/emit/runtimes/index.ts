/** The runtimes, by the names that --runtime takes. */
import { c } from './c.ts';
import type { RuntimeTable } from './runtime-emitter.ts';
import { tflm } from './tflm.ts';

export const RUNTIMES: RuntimeTable = { c, tflm };
