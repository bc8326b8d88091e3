/** The samples that a board is fed with, looked at before it is started. */
import { TflqError } from '../common/errors.ts';
import { firstNonFinite, type Samples } from '../data/index.ts';

/**
 * How many samples are run.
 *
 * @throws TflqError('usage') where the limit is no number of samples
 */
export function sampleCount(samples: Samples, limit: number = samples.count): number {
  if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, samples.count);
  throw new TflqError('usage', `${limit} is no number of samples`, {
    where: '--limit',
    hint: 'Write a whole number, at least 1.',
  });
}

/**
 * Makes sure that all values are numbers that can be quantized. Those of streamed samples are.
 *
 * @throws TflqError('data') that names the first one which is not
 */
export async function requireFinite(samples: Samples, count: number): Promise<void> {
  if (samples.isStreamed) return;
  for (let k = 0; k < count; k++) {
    for (const [input, data] of (await samples.sample(k)).entries()) {
      const at = data instanceof Float32Array ? firstNonFinite(data) : -1;
      if (at < 0) continue;
      throw new TflqError('data', `sample ${k} holds ${data[at]}`, {
        where: `input ${input}, element ${at}`,
        hint: 'No network can be fed with that: remove such samples, or find out where they come from.',
      });
    }
  }
}
