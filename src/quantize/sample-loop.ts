/** Going through samples, with progress, and in a way that Ctrl-C gets through. */
import { TflqError } from '../common/errors.ts';
import { type Progress, silent } from '../common/progress.ts';

/** How a stage that goes through samples can be watched and stopped. */
export interface SampleLoopOptions {
  readonly progress?: Progress;
  /** Stops the loop with TflqError('interrupted'). */
  readonly signal?: AbortSignal;
}

/** After so many milliseconds the event loop gets its turn, or no signal would ever arrive. */
const TURN = 50;

/**
 * Calls `body` for the samples 0 … count − 1 in order.
 *
 * @param label what is being done, for the progress
 * @throws TflqError('interrupted') after an abort
 */
export async function forEachSample(
  count: number,
  label: string,
  options: SampleLoopOptions,
  body: (k: number) => void | Promise<void>,
): Promise<void> {
  const { progress = silent, signal } = options;
  progress.start(label, count);
  try {
    let turn = performance.now();
    for (let k = 0; k < count; k++) {
      if (signal?.aborted) throw new TflqError('interrupted', `${label} was interrupted`);
      await body(k);
      progress.update(k + 1);
      if (performance.now() - turn > TURN) {
        await new Promise((resolve) => setImmediate(resolve));
        turn = performance.now();
      }
    }
  } finally {
    progress.finish();
  }
}
