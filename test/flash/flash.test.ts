import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { manifestFor } from '../build/support/port-project.ts';
import { rejected } from '../support/errors.ts';

const host = await findBoard('host');
const microbit = await findBoard('microbit');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tflq-flash-'));
  await mkdir(join(dir, 'build'));
  await mkdir(join(dir, 'tflq', 'kernels'), { recursive: true });
  for (const file of [
    'main.c',
    'Makefile',
    'tflq.json',
    'README.md',
    'tflq/kernels/conv.h',
    'build/flashed.elf',
  ])
    await age(file, 100);
  await age('build/firmware.elf', 50, 'the image');
});
afterEach(() => rm(dir, { recursive: true }));

/** Writes a file that was changed so many seconds ago. */
async function age(file: string, seconds: number, content = 'old'): Promise<void> {
  await writeFile(join(dir, file), content);
  const time = new Date(Date.now() - 1000 * seconds);
  await utimes(join(dir, file), time, time);
}

const flashed = (): Promise<string> => readFile(join(dir, 'build', 'flashed.elf'), 'utf8');

describe('flashProject', () => {
  it.each([
    [microbit, 'emulator', /^the flash of the emulated microbit \(.*flashed\.elf\)$/],
    [host, 'host', /^this machine \(.*flashed\.elf\)$/],
  ])('puts the image of $id where validate starts it', async (board, method, target) => {
    const result = await flashProject(dir, manifestFor(board));
    expect(result).toMatchObject({ method, bytes: 9, image: join(dir, 'build', 'firmware.elf') });
    expect(result.target).toMatch(target);
    expect(await flashed()).toBe('the image');
    expect((await stat(join(dir, 'build', 'flashed.elf'))).mode & 0o111).toBe(0o111);
    expect((await readdir(join(dir, 'build'))).sort()).toEqual(['firmware.elf', 'flashed.elf']);
  });

  it('refuses when nothing was built', async () => {
    await rm(join(dir, 'build', 'firmware.elf'));
    const error = await rejected('project', flashProject(dir, manifestFor(host)));
    expect(error.message).toBe('nothing was built yet');
    expect(error.hint).toContain('tflq-micro build');
    expect(await flashed()).toBe('old');
  });

  it.each(['main.c', 'Makefile', 'tflq.json', 'tflq/kernels/conv.h', 'src/own.c'])(
    'refuses when %s changed since',
    async (file) => {
      await mkdir(join(dir, 'src'));
      await age(file, 10);
      const error = await rejected('project', flashProject(dir, manifestFor(host)));
      expect(error.message).toContain(`the image is older than ${file}:`);
      expect(await flashed()).toBe('old');
    },
  );

  it.each(['README.md', 'report.json', 'build/obj.c', '.cache/x.c'])(
    'does not mind a newer %s',
    async (file) => {
      await mkdir(join(dir, '.cache'));
      await age(file, 10);
      await flashProject(dir, manifestFor(host));
      expect(await flashed()).toBe('the image');
    },
  );

  it("takes another of the board's methods", async () => {
    const board = { ...microbit, flash: { method: 'pigeon', methods: ['host'] } };
    expect(await flashProject(dir, manifestFor(board), { method: 'host' })).toMatchObject({ method: 'host' });
    const error = await rejected('usage', flashProject(dir, manifestFor(board), { method: 'esptool' }));
    expect(error.message).toBe('microbit is not flashed by "esptool"');
    expect(error.hint).toContain('It can be flashed by pigeon, host.');
  });

  it.each(['pigeon', 'toString'])('refuses the unknown method %s', async (method) => {
    const error = await rejected('board', flashProject(dir, manifestFor({ ...host, flash: { method } })));
    expect(error.message).toBe(`there is no flash method '${method}'`);
    expect(error.where).toBe('board host, field flash.method');
    expect(error.hint).toMatch(/^Known are: .*emulator, .*host, /);
  });
});
