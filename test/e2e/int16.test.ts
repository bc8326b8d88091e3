/** A network with int16 activations, by the program itself. */
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import type { Inspection } from '../../src/cli/inspect-model.ts';
import type { RunResult } from '../../src/cli/run-all.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { INT16X8 } from '../support/int16x8.ts';
import { expectError, scratchFolder, tflq, tflqJson } from './support/cli.ts';

const boards = await Promise.all(
  ['host', 'mps2-an386', 'riscv32-virt'].map(async (id) => {
    return { id, missing: await missingPrograms(await findBoard(id)) };
  }),
);

describe('run, on a network with int16 activations', () => {
  for (const { id, missing } of boards) {
    it.skipIf(missing !== '')(
      `${id}${missing && ` (skipped: no ${missing})`}`,
      { timeout: 120_000 },
      async () => {
        const args = ['run', INT16X8.model, '--board', id, '--data', INT16X8.inputs, '--min-agreement', '1'];
        const { validate } = await tflqJson<RunResult>(args, { cwd: scratchFolder() });
        expect(validate).toMatchObject({ samples: 8, agreement: 1, mismatches: [], passed: true });
      },
    );
  }
});

it('inspect tells what it takes', async () => {
  const inspection = await tflqJson<Inspection>(['inspect', INT16X8.model]);
  expect(inspection).toMatchObject({ scheme: 'int16', obstacle: null });
  expect(inspection.asInt8?.peakRamBytes).toBeGreaterThan(0);
});

it('quantize leaves it alone', async () => {
  const outcome = await tflq(['quantize', INT16X8.model, '--data', INT16X8.inputs], { cwd: scratchFolder() });
  expectError(outcome, 'model', 'quantized to int16 already');
});
