/** The same on an emulated board: QEMU's UART in the place of pipes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { connectDevice, openTransport } from '../../src/link/index.ts';
import { validateProject } from '../../src/validate/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { rejected } from '../support/errors.ts';
import { faultyTransport } from '../support/faulty-transport.ts';
import { commandLinesWith, hasProcesses } from '../support/processes.ts';
import {
  buildSmallProject,
  type SmallProject,
  smallSamples,
  writeSmallProject,
} from '../support/small-project.ts';

const BOARD = 'mps2-an386';
const missing = await missingPrograms(await findBoard(BOARD));

describe.skipIf(missing !== '')(
  `validation on an emulated board${missing && ` (skipped: no ${missing})`}`,
  () => {
    const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
    const samples = smallSamples(60);
    let project: SmallProject;
    beforeAll(async () => {
      project = await writeSmallProject(join(root, 'project'), BOARD);
      await buildSmallProject(project);
    });
    afterAll(() => rmSync(root, { recursive: true, force: true }));

    it('counts instructions, the same ones every time', async () => {
      const [first, second] = [await run(), await run()];
      expect(first).toMatchObject({ board: BOARD, samples: 60, agreement: 1, passed: true });
      const { unit, min, median, p95, max } = first.latency;
      expect(unit).toBe('instructions (QEMU)');
      for (const value of [min, median, p95, max, ...first.ops.map((op) => op.value)]) {
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThan(0);
      }
      // A count may be off by a tick of the timer.
      expect(Math.abs(second.latency.median - median)).toBeLessThanOrEqual(2);
      expect(first.stackBytes).toBeGreaterThan(0);
    });

    it('counts every sample once on a bad line', async () => {
      let line: ReturnType<typeof faultyTransport> | undefined;
      const report = await validateProject(project.dir, project.manifest, {
        samples,
        connect: async (dir, manifest, options) => {
          line = faultyTransport(await openTransport(dir, manifest, options), { rate: 0.05, seed: 7 });
          return connectDevice(line, manifest, options);
        },
      });
      expect(report).toMatchObject({ samples: 60, agreement: 1, passed: true });
      expect(report.link.requests).toBe(60 + 6);
      expect(line!.counts.dropped + line!.counts.damaged).toBeGreaterThan(0);
    });

    it.skipIf(!hasProcesses)(
      `leaves no emulator behind when it is interrupted${hasProcesses ? '' : ' (skipped: no /proc)'}`,
      async () => {
        const controller = new AbortController();
        const progress = {
          start() {},
          finish() {},
          update(done: number) {
            if (done !== 5) return;
            expect(commandLinesWith(project.dir)).toHaveLength(1);
            controller.abort();
          },
        };
        await rejected('interrupted', run({ signal: controller.signal, progress }));
        await expect.poll(() => commandLinesWith(project.dir)).toEqual([]);
      },
    );

    function run(options: Partial<Parameters<typeof validateProject>[2]> = {}) {
      return validateProject(project.dir, project.manifest, { samples, ...options });
    }
  },
);
