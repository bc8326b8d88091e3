import { expect, it } from 'vitest';
import { requireFinite } from '../../src/validate/choose-samples.ts';
import { rejected } from '../support/errors.ts';

it('names the first value that is no number, among the samples that are run', async () => {
  const rows = [Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5, Number.NaN)];
  const samples = { count: 3, sample: (k: number) => [rows[k]!] };
  await requireFinite(samples, 2);
  const error = await rejected('data', requireFinite(samples, 3));
  expect([error.message, error.where]).toEqual(['sample 2 holds NaN', 'input 0, element 1']);
});

it('does not decode samples that are decoded when they are run', async () => {
  const samples = {
    count: 3,
    isStreamed: true,
    sample: (): never => {
      throw new Error('decoded');
    },
  };
  await requireFinite(samples, 3);
});
