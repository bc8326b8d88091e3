/** Ctrl-C in the middle: exit code 130, one line, nothing half-written, no process left behind. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { writeNpy } from '../../src/data/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { commandLinesWith, hasProcesses } from '../support/processes.ts';
import { digits, expectError, type Outcome, scratchFolder, tflq, tflqJson } from './support/cli.ts';

const MODEL = digits('digits_float32.tflite');

/** Many images: the examples' over and over. */
function manyImages(count: number): Uint8Array {
  const few = readFileSync(digits('digits_x.npy')).subarray(-500 * 256);
  const data = new Uint8Array(count * 256).map((_, i) => few[i % few.length]!);
  return writeNpy({ shape: [count, 16, 16, 1], dtype: 'uint8', data });
}

/** Runs, and sends SIGINT as soon as `when` holds. */
function interrupted(args: string[], cwd: string, when: () => boolean): Promise<Outcome> {
  return tflq(args, {
    cwd,
    started: (child) => {
      const timer = setInterval(() => {
        if (!when()) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 50);
      child.once('close', () => clearInterval(timer));
    },
  });
}

const board = await findBoard('mps2-an386');
const missing = await missingPrograms(board);

describe.skipIf(!hasProcesses)(`Ctrl-C${hasProcesses ? '' : ' (skipped: no /proc)'}`, () => {
  it('while calibrating', { timeout: 60_000 }, async () => {
    const cwd = scratchFolder();
    writeFileSync(join(cwd, 'x.npy'), manyImages(60_000));
    const began = performance.now();
    const args = ['quantize', MODEL, '--data', 'x.npy', '--calibration-samples', '60000'];
    const outcome = await interrupted(args, cwd, () => performance.now() - began > 3000);
    expectError(outcome, 'interrupted');
    expect(readdirSync(cwd)).toEqual(['x.npy']);
  });

  it.skipIf(missing !== '')(
    `while validating${missing && ` (skipped: no ${missing})`}`,
    { timeout: 120_000 },
    async () => {
      const cwd = scratchFolder();
      writeFileSync(join(cwd, 'x.npy'), manyImages(20_000));
      const gen = ['gen', MODEL, '--board', board.id, '--data', digits('digits_representative.npy')];
      await tflqJson([...gen, '-o', 'out'], { cwd });
      await tflqJson(['build', 'out'], { cwd });
      await tflqJson(['flash', 'out'], { cwd });
      const emulators = (): string[] =>
        commandLinesWith(join(cwd, 'out')).filter((line) => line.startsWith('qemu'));
      const args = ['validate', 'out', '--data', 'x.npy', '--json', 'report.json'];
      const outcome = await interrupted(args, cwd, () => emulators().length > 0);
      expectError(outcome, 'interrupted');
      expect(emulators()).toEqual([]);
      expect(readdirSync(cwd).sort()).toEqual(['out', 'x.npy']);
    },
  );
});
