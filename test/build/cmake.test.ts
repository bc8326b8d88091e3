/** Builds with CMake: a real one on small projects, and what it says when it cannot. */
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { execute } from '../../src/build/execute.ts';
import { cmake } from '../../src/build/systems/cmake.ts';
import { findProgram } from '../../src/common/programs.ts';
import { manifestFor } from './support/port-project.ts';

const host = manifestFor(await findBoard('host'));
/** Looked up before a test hides it. */
const program = await findProgram('cmake');
const missing = program === undefined ? ' (skipped: no cmake)' : '';

/** An executable of our own in the place of a firmware's. */
const PROJECT = `cmake_minimum_required(VERSION 3.16)
project(check LANGUAGES C)
add_executable(firmware main.c)
`;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tflq it's $HOME "));
  await writeFile(join(dir, 'main.c'), 'int main(void) { return 0; }\n');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

async function build(lists: string): Promise<{ code: number | null; output: string; calls: string[][] }> {
  await writeFile(join(dir, 'CMakeLists.txt'), lists);
  const calls: string[][] = [];
  const result = await cmake.build({
    dir,
    manifest: host,
    execute: (name, args) => {
      calls.push([name, ...args]);
      return execute(name, args, { cwd: dir, log: () => {} });
    },
  });
  return { ...result, calls };
}

describe('programs', () => {
  it("are CMake and, where the framework brings none, the board's compilers", async () => {
    expect(cmake.programs(host)).toEqual(['cmake']);
    const small = manifestFor(await findBoard('microbit'));
    expect(cmake.programs(small)).toEqual(['cmake', 'arm-none-eabi-gcc']);
    expect(cmake.programs({ ...small, runtime: 'tflm' })).toEqual([
      'cmake',
      'arm-none-eabi-gcc',
      'arm-none-eabi-g++',
    ]);
  });
});

describe(`a build${missing}`, () => {
  it.skipIf(missing !== '')('configures, then builds; a second one keeps the folder', async () => {
    const first = await build(PROJECT);
    expect(first).toMatchObject({ code: 0 });
    expect(first.calls.map(([, flag]) => flag)).toEqual(['-S', '--build']);
    await access(join(dir, 'build', 'firmware'));
    vi.stubEnv('CMAKE_GENERATOR', undefined);
    expect((await build(PROJECT)).calls[0]).toEqual(['cmake', '-S', '.', '-B', 'build']);
  });

  it.skipIf(missing !== '')("takes the user's generator", async () => {
    vi.stubEnv('CMAKE_GENERATOR', 'Unix Makefiles');
    expect(await build(PROJECT)).toMatchObject({ code: 0 });
    expect(await readFile(join(dir, 'build', 'CMakeCache.txt'), 'utf8')).toContain(
      '\nCMAKE_GENERATOR:INTERNAL=Unix Makefiles\n',
    );
  });

  it.skipIf(missing !== '')('does not build what cannot be configured', async () => {
    const { code, calls } = await build('message(FATAL_ERROR "no")\n');
    expect(code).toBe(1);
    expect(calls).toHaveLength(1);
  });

  it.skipIf(missing !== '').each([
    [
      'nothing is there. Get it, from example.org, and tell where it is in words that are so many that they go on in a second line.',
      'nothing is there',
      'Get it, from example.org, and tell where it is in words that are so many that they go on in a second line.',
    ],
    ['version 1.2 is too old', 'version 1.2 is too old', undefined],
  ])('understands what our own CMakeLists.txt refuse: %s', async (text, message, hint) => {
    const { output } = await build(`${PROJECT}message(FATAL_ERROR "tflq: ${text}")\n`);
    expect(cmake.advise?.(output, host)).toEqual({ message, hint, missingTool: true });
  });

  it.skipIf(missing !== '')(
    'says what to do about a folder that was moved, or is of another generator',
    async () => {
      vi.stubEnv('CMAKE_GENERATOR', 'Unix Makefiles');
      await build(PROJECT);
      vi.stubEnv('CMAKE_GENERATOR', undefined);
      const cache = join(dir, 'build', 'CMakeCache.txt');
      const text = await readFile(cache, 'utf8');
      await writeFile(cache, text.replaceAll(`${dir}/build`, '/elsewhere/build'));
      const moved = await build(PROJECT);
      expect(moved.code).toBe(1);
      expect(cmake.advise?.(moved.output, host)?.hint).toBe(
        'Remove the folder `build` of the project, then build again.',
      );
    },
  );

  it.skipIf(missing !== '')('says what is missing where there is nothing to build with', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('CMAKE_GENERATOR', undefined);
    await writeFile(join(dir, 'CMakeLists.txt'), PROJECT);
    const { output } = await cmake.build({
      dir,
      manifest: host,
      execute: (_, args) => execute(program!, args, { cwd: dir, log: () => {} }),
    });
    expect(cmake.advise?.(output, host)).toMatchObject({
      message: 'CMake has nothing to build with: neither Ninja nor make is installed',
      missingTool: true,
    });
  });

  it('knows nothing of what the compiler says', () => {
    expect(cmake.advise?.("main.c:1:1: error: unknown type name 'x'", host)).toBeUndefined();
  });
});
