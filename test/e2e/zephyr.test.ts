/**
 * Zephyr itself, where there is one: networks on its emulated Cortex-M3, built by west, the board's bytes against what
 * TFLM gave for the same inputs.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { loadArrays } from '../../src/data/index.ts';
import { renderProject, requireFit, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';
import { openDevice } from '../../src/link/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const board = await findBoard('qemu_cortex_m3');
const missing = await missingPrograms(board);
const reason = missing ? ` (skipped: no ${missing})` : hasShared ? '' : ' (skipped: no ../shared)';

/** Zephyr's build cannot do with quotes and dollars in a path. */
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tflq-zephyr-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function rows(file: string): Promise<(k: number) => number[]> {
  const [array] = await loadArrays(sharedPath('goldens', file));
  const { data, shape } = array!;
  const size = data.length / shape[0]!;
  return (k) => [...bytesOf(data.subarray(k * size, (k + 1) * size))];
}

describe(`qemu_cortex_m3${reason}`, () => {
  it.skipIf(reason !== '').each([
    ['hello_world_int8', 8],
    ['micro_speech_int8', 4],
    ['kws_int8', 8],
  ])('%s, %i samples', { timeout: 120_000 }, async (name, count) => {
    const model = await readFile(sharedPath('models', `${name}.tflite`));
    const graph = readTflite(model, name);
    requireFit(graph, board, 'c');
    const project = await renderProject({ graph, model, name, board, runtime: 'c' });
    await writeProject(project, dir);
    const built = await buildProject(dir, project.manifest);
    expect(built.ramBytes).toBeLessThan(board.memory!.ram.size);
    await flashProject(dir, project.manifest);

    const [input, golden] = [await rows(`${name}_in.npy`), await rows(`${name}_tflm_out.npy`)];
    const device = await openDevice(dir, project.manifest);
    try {
      for (let k = 0; k < count; k++) {
        const { outputs } = await device.infer([Uint8Array.from(input(k))]);
        expect({ k, bytes: [...outputs[0]!] }).toEqual({ k, bytes: golden(k) });
      }
      const stack = await device.stack();
      expect(stack?.sizeBytes).toBeGreaterThan(4000);
      expect(stack?.usedBytes).toBeGreaterThan(200);
      expect((await device.reset()).modelName).toBe(name);
    } finally {
      await device.close();
    }
  });
});
