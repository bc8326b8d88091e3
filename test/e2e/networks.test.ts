/** Real networks on every board that they fit: the board's bytes against what TFLM gave for the same inputs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Board } from '../../src/boards/schema.ts';
import { buildProject } from '../../src/build/index.ts';
import { loadArrays, loadLabels, matchSamples } from '../../src/data/index.ts';
import { checkFit, type Manifest, renderProject, requireFit, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';
import { connectDevice, openDevice, openTransport } from '../../src/link/index.ts';
import { validateProject } from '../../src/validate/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { runnableBoards } from '../support/boards.ts';
import { thrown } from '../support/errors.ts';
import { faultyTransport } from '../support/faulty-transport.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { scratchFolder } from './support/cli.ts';

/** Networks, and how many of the goldens' samples a board is given. */
const NETWORKS = [
  ['hello_world_int8', 32],
  ['ad_int8', 32],
  ['micro_speech_int8', 12],
  ['kws_int8', 25],
  ['resnet8_int8', 4],
] as const;

/** What does not fit, and must be refused. */
const TOO_LARGE = new Set(['microbit kws_int8', 'microbit resnet8_int8', 'microbit ad_int8']);

function load(name: string) {
  const model = hasShared ? readFileSync(sharedPath('models', `${name}.tflite`)) : new Uint8Array(0);
  return { model, graph: readTflite(model, name) };
}

/** Emits, builds and flashes. */
async function onBoard(name: string, board: Board): Promise<{ dir: string; manifest: Manifest }> {
  const { model, graph } = load(name);
  requireFit(graph, board, 'c');
  const project = await renderProject({ graph, model, name, board, runtime: 'c' });
  const dir = join(scratchFolder(), 'project');
  await writeProject(project, dir);
  await buildProject(dir, project.manifest);
  await flashProject(dir, project.manifest);
  return { dir, manifest: project.manifest };
}

/** Row k of an array's first axis, as bytes. */
async function rows(file: string): Promise<(k: number) => number[]> {
  const [array] = await loadArrays(sharedPath('goldens', file));
  const { data, shape } = array!;
  const size = data.length / shape[0]!;
  return (k) => [...bytesOf(data.subarray(k * size, (k + 1) * size))];
}

const boards = await Promise.all(
  (await runnableBoards()).map(async (board) => ({ board, missing: await missingPrograms(board) })),
);

describe.each(boards)('$board.id', ({ board, missing }) => {
  const reason = missing ? ` (skipped: no ${missing})` : hasShared ? '' : ' (skipped: no ../shared)';
  it.skipIf(reason !== '').each(NETWORKS)(
    `%s, %i samples${reason}`,
    { timeout: 120_000 },
    async (name, count) => {
      if (TOO_LARGE.has(`${board.id} ${name}`)) {
        const { graph } = load(name);
        const { ramBytes } = checkFit(graph, board, 'c');
        const error = thrown('fit', () => requireFit(graph, board, 'c'));
        expect(error.message).toContain(ramBytes.toLocaleString('en'));
        return;
      }
      const [input, golden] = [await rows(`${name}_in.npy`), await rows(`${name}_tflm_out.npy`)];
      const { dir, manifest } = await onBoard(name, board);
      const device = await openDevice(dir, manifest);
      try {
        for (let k = 0; k < count; k++) {
          const { outputs } = await device.infer([Uint8Array.from(input(k))]);
          expect({ k, bytes: [...outputs[0]!] }).toEqual({ k, bytes: golden(k) });
        }
      } finally {
        await device.close();
      }
    },
  );
});

describe('a bad line', () => {
  const { board, missing } = boards.find(({ board: { id } }) => id === 'mps2-an386')!;
  const reason = missing ? ` (skipped: no ${missing})` : hasShared ? '' : ' (skipped: no ../shared)';
  const title = `1,000 samples of KWS, 1 % of the frames dropped, damaged or doubled: each counted once${reason}`;
  it.skipIf(reason !== '')(title, { timeout: 600_000 }, async () => {
    const { dir, manifest } = await onBoard('kws_int8', board);
    const file = sharedPath('data', 'kws_x.npy');
    const { graph } = load('kws_int8');
    let line: ReturnType<typeof faultyTransport> | undefined;
    const report = await validateProject(dir, manifest, {
      samples: matchSamples(graph, await loadArrays(file), file),
      labels: await loadLabels(sharedPath('data', 'kws_y.npy')),
      connect: async (where, its, options) => {
        line = faultyTransport(await openTransport(where, its, options), { rate: 0.01, seed: 11 });
        return connectDevice(line, its, options);
      },
    });
    // The benchmark's own file in TFLM: 0.901.
    expect(report).toMatchObject({ samples: 1000, agreement: 1, accuracy: 0.901, hostAccuracy: 0.901 });
    const { dropped, damaged, doubled } = line!.counts;
    expect(Math.min(dropped, damaged, doubled)).toBeGreaterThan(0);
    // A few for HELLO, TENSORS, PROFILE and STACK; one a sample.
    expect(report.link.requests).toBeLessThan(1000 + 10);
    expect(report.link.requests).toBeGreaterThanOrEqual(1000);
  });
});
