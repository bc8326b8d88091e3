/**
 * The tflm runtime on an emulated Cortex-M4, compiled against a real TFLM: flashed, run, compared with TFLM's goldens.
 * Needs a checkout of TFLM, whose path is in the environment variable TFLM_DIR (docs/TFLM.md), and C++ for the core
 * (libstdc++-arm-none-eabi-newlib). TFLM itself is compiled once a framework, which takes some minutes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { type DataArray, loadArrays } from '../../src/data/index.ts';
import { type Manifest, renderProject, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';
import { openDevice } from '../../src/link/index.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const tflmDir = process.env.TFLM_DIR;

/** ../shared/README.md: instructions per inference, `arena_used_bytes()`, flash without the model. */
const MEASURED = [
  { name: 'hello_world_int8', instructions: 5_322, used: 676 },
  { name: 'ad_int8', instructions: 1.954e6, used: 2_260, flash: 37_156 },
  { name: 'micro_speech_int8', instructions: 9.315e6, used: 6_788 },
  { name: 'kws_int8', instructions: 43.11e6, used: 22_772, flash: 62_572 },
  { name: 'resnet8_int8', instructions: 107.49e6, used: 54_340, flash: 66_764 },
];

const SAMPLES = 8;
const PATIENCE = 40 * 60_000;

function skipReason(): string {
  if (tflmDir === undefined) return ' (skipped: TFLM_DIR is not set to a checkout of TFLM)';
  if (!hasShared) return ' (skipped: no ../shared)';
  if (spawnSync('qemu-system-arm', ['--version']).status !== 0) return ' (skipped: no qemu-system-arm)';
  const compile = ['-x', 'c++', '-std=c++17', '-fsyntax-only', '-'];
  const { status } = spawnSync('arm-none-eabi-g++', compile, { input: '#include <algorithm>\n' });
  return status === 0 ? '' : ' (skipped: no libstdc++-arm-none-eabi-newlib)';
}
const skipped = skipReason();

/** Sample `k` of an array of samples. */
function sample({ data, shape }: DataArray, k: number): Uint8Array {
  const size = data.length / shape[0]!;
  return bytesOf(data.subarray(k * size, (k + 1) * size));
}

/** Bytes of a variable of the emitted C++. */
function sizeOf(image: string, variable: string): number {
  const symbols = execFileSync('arm-none-eabi-nm', ['-S', '-C', image], { encoding: 'utf8' });
  return Number.parseInt(new RegExp(`^\\w+ (\\w+) . .*\\b${variable}$`, 'm').exec(symbols)![1]!, 16);
}

describe.skipIf(skipped !== '')(`TFLM on mps2-an386${skipped}`, () => {
  /** One project for all networks: TFLM is compiled once. */
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tflq-tflm-arm-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  async function built(name: string, framework: string): Promise<{ manifest: Manifest; flash: number }> {
    const model = readFileSync(sharedPath('models', `${name}.tflite`));
    const project = await renderProject({
      ...{ graph: readTflite(model, name), model, name: 'net', runtime: 'tflm', tflmDir },
      board: await findBoard('mps2-an386', framework),
    });
    const { manifest } = project;
    await writeProject(project, join(dir, framework));
    const { log, flashBytes } = await buildProject(join(dir, framework), manifest);
    expect(readFileSync(log, 'utf8')).not.toContain('warning:');
    await flashProject(join(dir, framework), manifest);
    return { manifest, flash: flashBytes - model.length };
  }

  it.each(MEASURED)(
    '$name by make: its bytes, its arena, its instructions',
    async ({ name, instructions, used, flash = Number.POSITIVE_INFINITY }) => {
      const { manifest, ...size } = await built(name, 'make');
      expect(size.flash).toBeLessThan(flash + 2048);
      const [inputs] = await loadArrays(sharedPath('goldens', `${name}_in.npy`));
      const [outputs] = await loadArrays(sharedPath('goldens', `${name}_tflm_out.npy`));
      const device = await openDevice(join(dir, 'make'), manifest);
      try {
        expect(device.info).toMatchObject({ runtime: 'tflm', initStatus: 0, opCount: manifest.ops.length });
        const objects = sizeOf(join(dir, 'make', 'build', 'firmware.elf'), 'runtime_memory');
        expect(device.info.ramBytes - objects).toBe(used);
        expect(manifest.memory.arenaBytes).toBeGreaterThanOrEqual(used);
        for (let k = 0; k < SAMPLES; k++) {
          const result = await device.infer([sample(inputs!, k)]);
          expect({ k, bytes: [...result.outputs[0]!] }).toEqual({ k, bytes: [...sample(outputs!, k)] });
        }
        const { opTicks, ticks } = await device.profile([sample(inputs!, 0)]);
        const total = ticks / manifest.board.timer.ticksPerUnit;
        expect(Math.abs(total - instructions)).toBeLessThan(0.01 * instructions + 500);
        expect(opTicks).toHaveLength(manifest.ops.length);
        expect(opTicks.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(ticks);
      } finally {
        await device.close();
      }
    },
    PATIENCE,
  );

  it(
    'says on the line why an arena is too small',
    async () => {
      const { manifest } = await built('hello_world_int8', 'make');
      const cwd = join(dir, 'make');
      execFileSync('touch', ['tflq/net.cc'], { cwd });
      execFileSync('make', ['CFLAGS=-O2 -g -DTFLQ_NET_ARENA_EXTRA=-400'], { cwd, stdio: 'pipe' });
      await flashProject(cwd, manifest);
      const opened = openDevice(cwd, manifest);
      // The one before the last is TFLM's own, formatted by tflm_support.cc.
      const words = /Node FULLY_CONNECTED \(number 0\) failed .* an arena of \d+ bytes is too small/;
      await expect(opened).rejects.toMatchObject({ hint: expect.stringMatching(words) });
    },
    PATIENCE,
  );

  it(
    'is built by CMake too',
    async () => {
      const { manifest } = await built('hello_world_int8', 'cmake');
      const [inputs] = await loadArrays(sharedPath('goldens', 'hello_world_int8_in.npy'));
      const [outputs] = await loadArrays(sharedPath('goldens', 'hello_world_int8_tflm_out.npy'));
      const device = await openDevice(join(dir, 'cmake'), manifest);
      try {
        const result = await device.infer([sample(inputs!, 0)]);
        expect([...result.outputs[0]!]).toEqual([...sample(outputs!, 0)]);
      } finally {
        await device.close();
      }
    },
    PATIENCE,
  );
});
