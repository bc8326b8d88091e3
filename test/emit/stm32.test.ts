/**
 * STM32 boards: everything renders; the runtime c is compiled and linked with our own start-up and linker script, by
 * CMake and by make, and fits; the F4's port runs on QEMU's STM32F405.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { resourcePath } from '../../src/common/resources.ts';
import { type RenderedProject, renderProject, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { validateProject } from '../../src/validate/index.ts';
import { rejected } from '../support/errors.ts';
import { smallGraph, smallSamples } from '../support/small-project.ts';
import { withoutPrograms } from './support/cross-compile.ts';
import { scratchFolder } from './support/projects.ts';

const BOARDS = ['nucleo-l4r5zi', 'nucleo-f446re', 'nucleo-h743zi', 'nucleo-u575zi', 'b-l475e-iot01a'];

const withoutCompiler = withoutPrograms('arm-none-eabi-gcc', 'cmake', 'make');
const withoutQemu = withoutPrograms('arm-none-eabi-gcc', 'cmake', 'make', 'qemu-system-arm');

/** The small network for a board, which may be a path. */
async function project(
  board: string,
  framework: string,
  options: { runtime?: 'c' | 'tflm'; libOnly?: boolean } = {},
): Promise<RenderedProject> {
  const graph = smallGraph();
  return renderProject({
    ...{ graph, model: writeTflite(graph), name: 'net', runtime: 'c', ...options },
    board: await findBoard(board, framework),
  });
}

/** Warnings end the build. */
function beStrict(): void {
  vi.stubEnv('CFLAGS', '-Werror');
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe.each(BOARDS)('%s', (board) => {
  it('renders with either runtime, by CMake and by make, whole or as a library', async () => {
    for (const framework of ['cmake', 'make']) {
      for (const runtime of ['c', 'tflm'] as const) {
        const whole = await project(board, framework, { runtime });
        const paths = [...whole.files.keys()];
        const root = framework === 'cmake' ? 'CMakeLists.txt' : 'Makefile';
        const platform = ['clocks.c', 'linker.ld', 'port.c', 'startup.c', 'tflq_board.h', 'tflq_stm32.h'];
        expect(paths).toEqual(
          expect.arrayContaining([root, ...platform.map((file) => `tflq/platform/${file}`)]),
        );
        expect(paths.includes('tflq/platform/tflm_support.cc')).toBe(runtime === 'tflm');
        expect(paths.filter((path) => path.endsWith('.yaml'))).toEqual([]);
        const library = await project(board, framework, { runtime, libOnly: true });
        expect(
          [...library.files.keys()].filter((path) => /platform|harness|main\.c|Makefile/.test(path)),
        ).toEqual([]);
        expect(library.files.has('tflq/CMakeLists.txt')).toBe(framework === 'cmake');
      }
    }
  });

  // By make for one board of each core.
  const frameworks = /l4r5|h743|u575/.test(board) ? ['cmake', 'make'] : ['cmake'];
  it.skipIf(withoutCompiler !== '').each(frameworks)(
    `is linked without a warning by %s, and fits${withoutCompiler}`,
    async (framework) => {
      if (framework === 'cmake') beStrict();
      const { manifest, ...rest } = await project(board, framework);
      const dir = join(scratchFolder(), 'project');
      await writeProject({ manifest, ...rest }, dir);
      const built = await buildProject(dir, manifest);
      expect(readFileSync(built.log, 'utf8')).not.toMatch(/warning/i);
      const { flash, ram, stack } = manifest.board.memory!;
      expect(built.flashBytes).toBeGreaterThan(3000);
      expect(built.flashBytes).toBeLessThan(8192);
      expect(built.ramBytes + stack).toBeLessThan(ram.size);
      expect(resetVector(built.image, flash.origin)).toEqual({
        stack: ram.origin + ram.size,
        inFlash: true,
        isThumb: true,
      });
    },
    60_000,
  );
});

/** What the core reads first: the words at the beginning of flash, from the image's only segment that lies there. */
function resetVector(image: string, origin: number): { stack: number; inFlash: boolean; isThumb: boolean } {
  const file = readFileSync(image);
  const [headers, size, count] = [file.readUInt32LE(0x1c), file.readUInt16LE(0x2a), file.readUInt16LE(0x2c)];
  for (let at = headers; at < headers + size * count; at += size) {
    const [offset, address, length] = [4, 12, 16].map((field) => file.readUInt32LE(at + field));
    if (address! > origin || address! + length! < origin + 8) continue;
    const start = offset! + origin - address!;
    const entry = file.readUInt32LE(start + 4);
    return {
      stack: file.readUInt32LE(start),
      inFlash: entry > origin && entry < origin + length!,
      isThumb: entry % 2 === 1,
    };
  }
  throw new Error('nothing lies at the beginning of flash');
}

/** A board file of a user's own: the F446's port at QEMU's STM32F405, whose USART1 is the link. */
function emulatedBoard(): string {
  const read = (id: string): string => readFileSync(resourcePath('boards', `${id}.yaml`), 'utf8');
  const [real, emulated] = [read('nucleo-f446re'), read('netduinoplus2')];
  const end = /^flash:\n[\s\S]*/m;
  const path = join(scratchFolder(), 'mine.yaml');
  const text = real
    .replace(end, () => end.exec(emulated)![0])
    .replace('id: nucleo-f446re', 'id: mine')
    .replace('usart: usart2, tx: PA2, rx: PA3', 'usart: usart1, tx: PA9, rx: PA10');
  writeFileSync(path, text);
  return path;
}

describe('a board file of one’s own', () => {
  it.each([
    ['usart: usart1', 'usart: usart9', 'settings.stm32.usart is "usart9": the USART that the link uses'],
    ['tx: PA9', 'tx: PA16', 'settings.stm32.tx is "PA16": the pin that sends'],
    ['af: 7', 'af: 16', 'settings.stm32.af is 16: the alternate function'],
    [', rx: PA10', '', 'settings.stm32.rx is missing: the pin that receives'],
    ['af: 7', 'af: 7, speed: 3', 'settings.stm32.speed is no setting of stm32'],
  ])('that says %s → %s is told what is wrong', async (before, after, message) => {
    const path = emulatedBoard();
    writeFileSync(path, readFileSync(path, 'utf8').replace(before, after));
    const error = await rejected('board', findBoard(path));
    expect(error.message).toContain(message);
    expect(error.where).toBe(path);
  });
});

describe.skipIf(withoutQemu !== '')(`on QEMU${withoutQemu}`, () => {
  it('the port of the STM32F4 answers, and the network’s bytes are right', async () => {
    beStrict();
    const { manifest, ...rest } = await project(emulatedBoard(), 'cmake');
    const dir = join(scratchFolder(), 'project');
    await writeProject({ manifest, ...rest }, dir);
    await buildProject(dir, manifest);
    await flashProject(dir, manifest);
    const report = await validateProject(dir, manifest, { samples: smallSamples(12) });
    expect(report).toMatchObject({ samples: 12, agreement: 1, passed: true });
    expect(report.stackBytes).toBeGreaterThan(100);
  }, 120_000);
});

describe.skipIf(withoutQemu !== '')(`CMake on boards that run here${withoutQemu}`, () => {
  it.each(['host', 'mps2-an386'])(
    '%s: builds, flashes, validates; builds anew what changed',
    async (board) => {
      beStrict();
      const { manifest, ...rest } = await project(board, 'cmake');
      const dir = join(scratchFolder(), 'project');
      await writeProject({ manifest, ...rest }, dir);
      await buildProject(dir, manifest);
      await flashProject(dir, manifest);
      expect(existsSync(join(dir, 'build', 'firmware.map'))).toBe(true);
      const report = await validateProject(dir, manifest, { samples: smallSamples(12) });
      expect(report).toMatchObject({ samples: 12, agreement: 1, passed: true });

      // A file of the user's own, and a change of theirs.
      writeFileSync(join(dir, 'more.c'), 'int more(void);\nint more(void) { return 1; }\n');
      const { log } = await buildProject(dir, manifest);
      expect(readFileSync(log, 'utf8')).toMatch(/more\.c/);
      writeFileSync(join(dir, 'more.c'), 'int more(void) { return }\n');
      const error = await rejected('build', buildProject(dir, manifest));
      expect(error.message).toContain('more.c');
    },
    120_000,
  );
});
