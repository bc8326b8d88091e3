import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameworkOf } from '../../src/boards/framework.ts';
import { findBoard, loadBoards } from '../../src/boards/index.ts';
import { platformFolders } from '../../src/boards/template-folders.ts';
import { nearestNames } from '../../src/common/nearest.ts';
import { resourcePath } from '../../src/common/resources.ts';
import { rejected } from '../support/errors.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tflq-boards-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('loadBoards', () => {
  it('finds every file in boards/, each under the name of its id', async () => {
    const boards = await loadBoards();
    const files = await readdir(resourcePath('boards'));
    expect(boards.map(({ id }) => id)).toEqual(files.map((file) => basename(file, '.yaml')).sort());
    expect(boards.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['host', 'microbit', 'mps2-an386', 'netduinoplus2', 'riscv32-virt']),
    );
  });

  it('has emulated boards count instructions, at a rate that follows from QEMU and the timer', async () => {
    const frequencies: Record<string, number> = {
      'mps2-an386': 25e6,
      microbit: 16e6,
      netduinoplus2: 1e9,
      qemu_cortex_m3: 12.5e6,
      'riscv32-virt': 1e9,
    };
    for (const { id, emulator, timer } of await loadBoards()) {
      expect(timer.unit).toBe(emulator === undefined ? 'us' : 'instructions (QEMU)');
      if (emulator === undefined) continue;
      const shift = Number(/^shift=(\d+)/.exec(emulator.args[emulator.args.indexOf('-icount') + 1]!)?.[1]);
      expect(timer.ticksPerUnit).toBeCloseTo(frequencies[id]! * 2 ** shift * 1e-9, 12);
    }
  });

  it('has no two template files of one name for a board', async () => {
    for (const board of await loadBoards()) {
      const files = (
        await Promise.all(platformFolders(board, await frameworkOf(board)).map((path) => readdir(path)))
      ).flat();
      expect(new Set(files).size).toBe(files.length);
    }
  });
});

describe('findBoard', () => {
  it('finds by id', async () => {
    expect((await findBoard('netduinoplus2')).chip).toBe('STM32F405RG');
  });

  it.each([
    ['micro-bit', 'Did you mean microbit?'],
    ['mps2', 'Did you mean mps2-an386?'],
    ['HOST', 'Did you mean host?'],
    ['netduino', 'Did you mean netduinoplus2?'],
    ['toaster', 'The boards are '],
    ['', 'The boards are '],
    ['__proto__', 'The boards are '],
  ])('offers the nearest names for %j', async (id, hint) => {
    const error = await rejected('board', findBoard(id));
    expect(error.message).toBe(`there is no board '${id}'`);
    expect(error.hint).toContain(hint);
  });

  it("reads a user's own file", async () => {
    const text = await readFile(resourcePath('boards', 'microbit.yaml'), 'utf8');
    const path = join(folder, 'mine.yaml');
    await writeFile(path, text.replace('id: microbit', 'id: mine'));
    expect((await findBoard(path)).id).toBe('mine');
  });

  it("says what a user's own file lacks", async () => {
    const missing = await rejected('board', findBoard(join(folder, 'absent.yaml')));
    expect(missing.message).toBe('the board file cannot be read');
    expect(missing.where).toBe(join(folder, 'absent.yaml'));

    const text = await readFile(resourcePath('boards', 'microbit.yaml'), 'utf8');
    const path = join(folder, 'odd.yaml');
    await writeFile(path, text.replace('platform: microbit', 'platform: odd'));
    const error = await rejected('board', findBoard(path));
    expect(error.message).toContain('templates that do not exist: odd');
    expect(error.where).toBe(path);
  });
});

describe('nearestNames', () => {
  it('puts the likeliest first and leaves out what is unlike', () => {
    expect(nearestNames('microbti', ['host', 'microbit', 'microbat', 'mps2-an386'])).toEqual([
      'microbat',
      'microbit',
    ]);
    expect(nearestNames('esp', ['esp32', 'esp32c3', 'esp32s3', 'esp8266', 'host'])).toEqual([
      'esp32',
      'esp32c3',
      'esp32s3',
    ]);
    expect(nearestNames('xyzzy', ['host', 'microbit'])).toEqual([]);
  });
});
