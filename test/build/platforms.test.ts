/**
 * What every platform must bring, tried on the board itself: bytes both ways, a counter that counts instructions,
 * a stack that lies where it says, restarts and faults.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuildResult, buildProject } from '../../src/build/index.ts';
import { runnableBoards } from '../support/boards.ts';
import { missingPrograms, type PortProject, portProject } from './support/port-project.ts';
import { Target } from './support/target.ts';

/** Every byte value next to many others, zeros and 0xff in a row. */
const BYTES = Uint8Array.from({ length: 10_240 }, (_, i) =>
  i < 512 ? (i < 256 ? 0x00 : 0xff) : (i * i + (i >> 8) * 31) & 0xff,
);

const boards = await runnableBoards();
const missing = new Map(
  await Promise.all(boards.map(async (board) => [board.id, await missingPrograms(board)] as const)),
);

describe.each(boards)('platform of $id', (board) => {
  const absent = missing.get(board.id);
  if (absent) {
    it.skip(`needs ${absent}`);
    return;
  }
  let project: PortProject;
  let built: BuildResult;
  let target: Target;
  const emulated = board.emulator !== undefined;
  const itEmulated = emulated ? it : () => {};
  const itHost = emulated ? () => {} : it;

  beforeAll(async () => {
    project = await portProject(board);
    built = await buildProject(project.dir, project.manifest);
    target = new Target(board, built.image);
    expect(await target.readUntil('ready\n')).toBe('ready\n');
  }, 120_000);
  afterAll(async () => {
    await target?.close();
    await project?.remove();
  });

  it('builds without a warning, into what the board has', async () => {
    const log = await readFile(built.log, 'utf8');
    expect(log).toContain('-Wconversion');
    expect(log).not.toMatch(/warning/i);
    if (board.memory === null) return;
    expect(built.flashBytes).toBeGreaterThan(500);
    expect(built.flashBytes).toBeLessThan(4096);
    // The two variables of port-check.c, each alone in a section that is aligned to 8.
    expect(built.ramBytes).toBe(16);
  });

  it('loses no byte either way', async () => {
    target.write('e', BYTES.length);
    target.writeBytes(BYTES);
    expect(Buffer.compare(await target.read(BYTES.length), BYTES)).toBe(0);
    const sum = BYTES.reduce((total, byte) => total + byte, 0);
    target.write('w', BYTES.length);
    target.writeBytes(BYTES);
    expect((await target.read(4)).readUInt32LE()).toBe(sum);
  }, 120_000);

  itEmulated(
    'counts instructions, the same number each time',
    async () => {
      const ticks = (turns: number): Promise<number> => target.ask('t', turns);
      const repeated: number[] = [];
      for (let i = 0; i < 8; i++) repeated.push(await ticks(1000));
      expect(Math.max(...repeated) - Math.min(...repeated)).toBeLessThanOrEqual(1);
      // Two instructions a turn: what is beside the loop cancels out in the difference.
      for (const turns of [10_000, 1_000_000]) {
        const difference = (await ticks(1000 + turns)) - repeated[0]!;
        expect(Math.abs(difference - 2 * turns * board.timer.ticksPerUnit)).toBeLessThanOrEqual(2);
      }
    },
    120_000,
  );

  it('has a counter that moves forward at the rate that it tells', async () => {
    const hz = await target.ask('h');
    if (emulated) {
      const { args } = board.emulator!;
      const shift = Number(/^shift=(\d+)/.exec(args[args.indexOf('-icount') + 1]!)?.[1]);
      expect((hz * 2 ** shift) / 1e9).toBeCloseTo(board.timer.ticksPerUnit, 9);
    } else {
      expect(hz).toBe(board.timer.ticksPerUnit * 1e6);
    }
    const few = await target.ask('t', 10_000);
    const many = await target.ask('t', 10_000_000);
    expect(many).toBeGreaterThan(few);
  });

  it('computes with floating-point numbers', async () => {
    const bits = (value: number): number => new Uint32Array(new Float32Array([value]).buffer)[0]!;
    expect(await target.ask('m', bits(-1.5))).toBe(bits(2.25));
  });

  it('tells where its stack is, and runs on it', async () => {
    const size = await target.ask('s');
    const local = (await target.read(4)).readUInt32LE();
    const low = (await target.read(4)).readUInt32LE();
    expect(local).toBeLessThanOrEqual(size);
    expect(size - local).toBeLessThan(512);
    if (board.memory === null) return;
    const { ram, stack } = board.memory;
    expect(size).toBeGreaterThanOrEqual(stack);
    expect(low).toBeGreaterThanOrEqual(ram.origin);
    expect(low + size).toBe(ram.origin + ram.size);
  });

  itEmulated('restarts with fresh variables', async () => {
    for (let i = 0; i < 2; i++) {
      target.write('r');
      expect(await target.readUntil('ready\n')).toBe('ready\n');
    }
    expect(await target.ask('h')).toBeGreaterThan(0);
  });

  itEmulated('says why it stopped', async () => {
    target.write('f');
    const text = (await target.readUntil('\r\n')) + (await target.readUntil('\r\n'));
    expect(text).toMatch(
      /^\r\ntflq: the core faulted: (exception|mcause)=0x[0-9a-f]{8} (pc|mepc)=0x[0-9a-f]{8}/,
    );
    expect(target.complaints).toBe('');
  });

  itHost('ends when the line is closed', async () => {
    target.write('?');
    await expect(target.read(1)).rejects.toThrow('0 of 1 bytes, then nothing');
  });
});
