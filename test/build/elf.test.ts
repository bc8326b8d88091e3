import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { memoryUse } from '../../src/build/elf.ts';
import { buildProject } from '../../src/build/index.ts';
import { TflqError } from '../../src/common/errors.ts';
import { findProgram } from '../../src/common/programs.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { activation } from '../emit/support/networks.ts';
import { rendered, written } from '../emit/support/projects.ts';
import { thrown } from '../support/errors.ts';
import { missingPrograms } from './support/port-project.ts';

const SOURCE =
  'const int constants[100] = {1}; int values[50] = {2}; int zeros[1000]; int f(void) { return 3; }';

const compilers = ['cc', 'arm-none-eabi-gcc', 'riscv64-unknown-elf-gcc'];
const present = await Promise.all(compilers.map(findProgram));

/** A small 32-bit ELF file by hand: code 0x100, .data 0x20, .bss 0x40, .stack 0x800, debug information 0x1000. */
function handMade(): Buffer {
  const names = '\0.text\0.data\0.bss\0.stack\0.debug_info\0.shstrtab\0';
  const sections: [name: string, type: number, flags: number, size: number][] = [
    ['', 0, 0, 0],
    ['.text', 1, 6, 0x100],
    ['.data', 1, 3, 0x20],
    ['.bss', 8, 3, 0x40],
    ['.stack', 8, 3, 0x800],
    ['.debug_info', 1, 0, 0x1000],
    ['.shstrtab', 3, 0, names.length],
  ];
  const headers = 52 + names.length;
  const file = Buffer.alloc(headers + 40 * sections.length);
  file.write('\x7fELF\x01\x01\x01', 'latin1');
  file.writeUInt32LE(headers, 0x20);
  file.writeUInt16LE(40, 0x2e);
  file.writeUInt16LE(sections.length, 0x30);
  file.writeUInt16LE(sections.length - 1, 0x32);
  file.write(names, 52, 'latin1');
  sections.forEach(([name, type, flags, size], index) => {
    const at = headers + 40 * index;
    file.writeUInt32LE(names.indexOf(`\0${name}\0`) + 1, at);
    file.writeUInt32LE(type, at + 4);
    file.writeUInt32LE(flags, at + 8);
    file.writeUInt32LE(52, at + 0x10);
    file.writeUInt32LE(size, at + 0x14);
  });
  return file;
}

/** x + 1,000 weights. */
function sumWithWeights(): Graph {
  const weights = Int8Array.from({ length: 1000 }, (_, i) => (i * 7) % 101);
  return {
    name: 'main',
    tensors: [
      activation('x', [1, 1000]),
      { ...activation('w', [1, 1000]), data: weights },
      activation('y', [1, 1000]),
    ],
    ops: [{ type: 'ADD', inputs: [0, 1], outputs: [2], attrs: { activation: 'NONE', potScaleInt16: false } }],
    inputs: [0],
    outputs: [2],
  };
}

/** Boards whose linker scripts differ: an operating system's, and ours, which put constants among the code. */
const boards = await Promise.all(
  ['host', 'microbit', 'riscv32-virt'].map(async (id) => {
    const board = await findBoard(id);
    return { board, missing: await missingPrograms(board) };
  }),
);

describe('memoryUse of a real firmware', () => {
  for (const { board, missing } of boards) {
    it.skipIf(missing !== '')(`${board.id}${missing && ` (skipped: no ${missing})`}`, async () => {
      const graph = sumWithWeights();
      const project = await rendered(graph, { board: board.id });
      const dir = await written(project);
      const { image, sections, flashBytes, ramBytes } = await buildProject(dir, project.manifest);
      const { weightBytes, arenaBytes } = project.manifest.memory;
      // Besides the weights, what the operators know of their shapes; small tables may end up in the code.
      expect(sections.weights).toBeGreaterThanOrEqual(1000);
      expect(sections.weights).toBeLessThan(weightBytes + 300);
      expect(sections.arena).toBe(arenaBytes);
      expect(sections.code).toBeGreaterThan(1000);
      expect(sections.stack).toBe(board.memory?.stack ?? null);
      const { code, constants, weights, initialized, arena, zeroed } = sections;
      expect(code + constants + weights + initialized).toBe(flashBytes);
      expect(initialized + arena + zeroed).toBe(ramBytes);
      // Of another network it holds nothing.
      const other = memoryUse(await readFile(image), image, 'other');
      expect(other).toMatchObject({ flashBytes, ramBytes, sections: { weights: 0, arena: 0 } });
      expect(other.sections.constants).toBe(constants + weights);
    });
  }
});

describe('memoryUse', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tflq-elf-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('counts code and initial values as flash, variables as RAM, stack and debug information as neither', () => {
    expect(memoryUse(handMade(), 'a.elf', 'net')).toEqual({
      flashBytes: 0x120,
      ramBytes: 0x60,
      sections: {
        code: 0x100,
        constants: 0,
        weights: 0,
        initialized: 0x20,
        arena: 0,
        zeroed: 0x40,
        stack: 0x800,
      },
    });
  });

  for (const [index, compiler] of compilers.entries()) {
    const absent = present[index] === undefined;
    it.skipIf(absent)(
      `agrees with what ${compiler} was given${absent ? ' (not installed)' : ''}`,
      async () => {
        await writeFile(join(folder, 'a.c'), SOURCE);
        execFileSync(compiler, ['-c', '-O1', '-fno-asynchronous-unwind-tables', 'a.c', '-o', 'a.o'], {
          cwd: folder,
        });
        const { flashBytes, ramBytes } = memoryUse(await readFile(join(folder, 'a.o')), 'a.o', 'net');
        expect(ramBytes).toBe(4 * (50 + 1000));
        expect(flashBytes).toBeGreaterThan(4 * 150);
        expect(flashBytes).toBeLessThan(4 * 150 + 128);
      },
    );
  }

  it('refuses what is no ELF file', () => {
    const truncated = handMade().subarray(0, 200);
    for (const bytes of [new Uint8Array(), new Uint8Array(100), Buffer.from('\x7fELF\x01\x02'), truncated]) {
      const error = thrown('build', () => memoryUse(bytes, 'a.elf', 'net'));
      expect(error.message).toBe('the image is not an ELF file, or is damaged');
      expect(error.where).toBe('a.elf');
    }
  });

  it('survives damage', () => {
    fc.assert(
      fc.property(fc.nat(handMade().length - 1), fc.nat(255), (at, value) => {
        const bytes = handMade();
        bytes[at] = value;
        try {
          memoryUse(bytes, 'a.elf', 'net');
        } catch (error) {
          if (!(error instanceof TflqError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
