/** The digits example from the float model to the report, on every board, by the program itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/cli/run-all.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { runnableBoards } from '../support/boards.ts';
import { digits, expectError, scratchFolder, tflq, tflqJson } from './support/cli.ts';

const boards = await Promise.all(
  (await runnableBoards()).map(async (board) => ({ board, missing: await missingPrograms(board) })),
);

const MODEL = digits('digits_float32.tflite');
const TEST = ['--data', digits('digits_x.npy'), '--labels', digits('digits_y.npy')];
const CALIBRATE = ['--representative', digits('digits_representative.npy')];

describe('run, on the digits example', () => {
  for (const { board, missing } of boards) {
    const title = `${board.id}${missing && ` (skipped: no ${missing})`}`;
    it.skipIf(missing !== '')(title, { timeout: 180_000 }, async () => {
      const cwd = scratchFolder();
      const args = ['run', MODEL, '--board', board.id, ...CALIBRATE, ...TEST, '--limit', '100'];
      const { gen, build, flash, validate } = await tflqJson<RunResult>(
        [...args, '--min-agreement', '1', '--min-accuracy', '0.9'],
        { cwd },
      );
      expect(gen).toMatchObject({ project: `digits_float32-${board.id}`, calibrationSamples: 100 });
      expect(build.flashBytes).toBeGreaterThan(gen!.memory.weightBytes);
      expect(flash.map(({ method }) => method)).toEqual([board.flash.method]);
      expect(validate).toMatchObject({
        board: board.id,
        runtime: 'c',
        samples: 100,
        agreement: 1,
        mismatches: [],
        passed: true,
        latency: { unit: board.timer.unit },
      });
      expect(validate.accuracy).toBe(validate.hostAccuracy);
      expect(validate.ops.map(({ type }) => type)).toEqual([
        'CONV_2D',
        'DEPTHWISE_CONV_2D',
        'CONV_2D',
        'MAX_POOL_2D',
        'DEPTHWISE_CONV_2D',
        'CONV_2D',
        'ADD',
        'AVERAGE_POOL_2D',
        'RESHAPE',
        'FULLY_CONNECTED',
        'SOFTMAX',
      ]);
      expect(validate.stackBytes).toBeGreaterThan(0);
      expect(validate.ramBytes).toBe(gen!.memory.arenaBytes);
      if (board.emulator) {
        // Under icount every run of the same code on the same data takes the same time.
        expect(validate.latency.min).toBeGreaterThan(100_000);
        expect(validate.latency.max).toBeLessThan(1.1 * validate.latency.min);
      }
    });
  }
});

describe('the steps one by one, on the host', () => {
  const host = boards.find(({ board }) => board.id === 'host')!;
  const reason = host.missing && ` (skipped: no ${host.missing})`;

  it.skipIf(host.missing !== '')(`need only the folder${reason}`, { timeout: 120_000 }, async () => {
    const cwd = scratchFolder();
    const data = ['--data', digits('digits_representative.npy')];
    await tflqJson(['gen', MODEL, '--board', 'host', ...data, '--name', 'digits'], { cwd });
    await tflqJson(['build'], { cwd });
    await tflqJson(['flash'], { cwd });
    const files = ['--json', 'report.json', '--junit', 'report.xml'];
    const said = await tflq(['validate', ...TEST, ...files], { cwd });
    expect(said.code).toBe(0);
    expect(said.stdout).toContain('agreement');
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ samples: 500, agreement: 1 });
    expect(readFileSync(join(cwd, 'report.xml'), 'utf8')).toMatch(/^<\?xml .*<testsuite/s);

    const strict = await tflq(['validate', ...TEST, '--min-accuracy', '1', '--json'], { cwd });
    expect(strict.code).toBe(11);
    expect(JSON.parse(strict.stdout)).toMatchObject({
      passed: false,
      checks: [
        { name: 'agreement', limit: 1, value: 1, passed: true },
        { name: 'accuracy', limit: 1, value: report.accuracy, passed: false },
      ],
    });
  });

  it.skipIf(host.missing !== '')(`refuse a board that carries another model${reason}`, async () => {
    const cwd = scratchFolder();
    const gen = ['gen', MODEL, '--board', 'host', '--name', 'digits', '-o', 'out', '--data'];
    await tflqJson([...gen, digits('digits_representative.npy')], { cwd });
    await tflqJson(['build', 'out'], { cwd });
    await tflqJson(['flash', 'out'], { cwd });
    await tflqJson([...gen, digits('digits_x.npy'), '--calibration-samples', '3'], { cwd });
    const outcome = await tflq(['validate', 'out', ...TEST], { cwd });
    expectError(outcome, 'firmware', 'another version of digits', 'tflq-micro flash');
  });

  it('gives the same bytes each time', { timeout: 60_000 }, async () => {
    const [one, two] = [scratchFolder(), scratchFolder()];
    for (const cwd of [one, two]) {
      const data = ['--data', digits('digits_representative.npy')];
      await tflqJson(['gen', MODEL, '--board', 'microbit', ...data, '-o', 'out'], { cwd });
    }
    const manifest = (dir: string): string => readFileSync(join(dir, 'out', 'tflq.json'), 'utf8');
    expect(manifest(two)).toBe(manifest(one));
    for (const path of Object.keys(JSON.parse(manifest(one)).files)) {
      expect(readFileSync(join(two, 'out', path)), path).toEqual(readFileSync(join(one, 'out', path)));
    }
  });
});
