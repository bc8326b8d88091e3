/** Zephyr's builds and flashing, with a small program in the place of west that notes its arguments and says what it says. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { rejected } from '../support/errors.ts';
import { manifestFor } from './support/port-project.ts';

const manifest = manifestFor(await findBoard('nrf5340dk'));

let dir: string;
let programs: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tflq it's $HOME "));
  programs = join(dir, 'programs');
  await mkdir(programs);
  vi.stubEnv('PATH', `${programs}${delimiter}${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

/** Puts programs first in PATH: `west` does what the script says, after noting its arguments. */
async function fakeWest(script: string): Promise<void> {
  const noting = `#!/bin/sh\necho "$*" >> arguments.txt\n${script}\n`;
  await writeFile(join(programs, 'west'), noting, { mode: 0o755 });
  await writeFile(join(programs, 'cmake'), '#!/bin/sh\n', { mode: 0o755 });
}

async function calls(): Promise<string> {
  return readFile(join(dir, 'arguments.txt'), 'utf8');
}

/** What west prints, as a script that fails with it. */
function saying(text: string): string {
  return `cat <<'END'\n${text}\nEND\nexit 1`;
}

describe('building', () => {
  it('calls west with the name that Zephyr has for the board', async () => {
    // This program itself is an ELF file of some size.
    await fakeWest(`mkdir -p build/zephyr && cp ${process.execPath} build/zephyr/zephyr.elf`);
    const { image, flashBytes } = await buildProject(dir, manifest);
    expect(image).toBe(join(dir, 'build', 'zephyr', 'zephyr.elf'));
    expect(flashBytes).toBeGreaterThan(0);
    expect(await calls()).toBe('build -p auto -b nrf5340dk/nrf5340/cpuapp -d build --no-sysbuild .\n');
  });

  it('says how to get west', async () => {
    vi.stubEnv('PATH', programs);
    const error = await rejected('tool', buildProject(dir, manifest));
    expect(error.message).toBe('west, cmake are not installed');
    expect(error.hint).toContain('python3 -m pip install west');
  });

  it.each([
    [
      'west: unknown command "build"; do you need to run this inside a workspace?',
      'this is no Zephyr workspace',
      'Set ZEPHYR_BASE',
    ],
    [
      "No board named 'nrf5340dk' found.\n\nPlease choose one of the following boards:",
      'this Zephyr has no board of that name',
      'west boards',
    ],
    [
      'Board qualifiers `/nrf5340/cpu` for board `nrf5340dk` not found. Please specify a valid board target.',
      'this Zephyr has no board of that name',
      'west boards',
    ],
    [
      'CMake Error at FindZephyr-sdk.cmake:63 (find_package):\n  Could not find a package configuration file provided by "Zephyr-sdk"\n  (requested version 0.15)',
      'no compiler was found',
      'west sdk install',
    ],
    [
      'tflq/kws/kws.cc:11:10: fatal error: tensorflow/lite/micro/micro_interpreter.h: No such file or directory',
      'TensorFlow Lite Micro is not in this west workspace',
      '+tflite-micro',
    ],
    [
      "ModuleNotFoundError: No module named 'elftools'",
      "a Python package that Zephyr's scripts need is not installed",
      'west packages pip --install',
    ],
  ])('explains %j', async (said, message, hint) => {
    await fakeWest(saying(said));
    const error = await rejected('tool', buildProject(dir, manifest));
    expect(error.message).toMatch(new RegExp(`^${message.replace(/[+]/g, '\\+')}`));
    expect(error.hint).toContain(hint);
    expect(await readFile(error.where!, 'utf8')).toContain(said.split('\n')[0]);
  });

  it('leaves to the compiler what the compiler says', async () => {
    const status = '-- ZEPHYR_TOOLCHAIN_VARIANT not set, trying to locate Zephyr SDK';
    await fakeWest(saying(`${status}\nsrc/main.c:3:1: error: unknown type name 'in'`));
    const error = await rejected('build', buildProject(dir, manifest));
    expect(error.message).toContain("src/main.c:3:1: error: unknown type name 'in'");
  });

  it('says by how much a firmware does not fit', async () => {
    await fakeWest(saying("ld.bfd: region `RAM' overflowed by 1234 bytes"));
    const error = await rejected('build', buildProject(dir, manifest));
    expect(error.message).toContain('1234 bytes too much RAM (it has 458752)');
  });
});

describe('flashing', () => {
  beforeEach(async () => {
    await mkdir(join(dir, 'build', 'zephyr'), { recursive: true });
    await writeFile(join(dir, 'build', 'zephyr', 'zephyr.elf'), 'an image');
  });

  it('has west flash what was built', async () => {
    await fakeWest('echo "-- runners.nrfutil: reset after flashing requested"');
    expect(await flashProject(dir, manifest)).toMatchObject({
      method: 'west',
      target: 'Nordic nRF5340 DK, by west',
    });
    expect(await calls()).toBe('flash -d build --skip-rebuild\n');
  });

  it.each([
    [
      'west: unknown command "flash"; do you need to run this inside a workspace?',
      'this is no Zephyr workspace',
    ],
    [
      'FATAL ERROR: required program nrfutil not found; install it or add its location to PATH',
      "the board's programmer is not installed",
    ],
    [
      "FATAL ERROR: either a pristine build is needed, or board x doesn't support west flash/debug",
      'Zephyr knows no programmer for this board',
    ],
    ['FATAL ERROR: command exited with status 33: nrfjprog', 'west could not flash nrf5340dk'],
  ])('explains %j', async (said, message) => {
    await fakeWest(saying(said));
    const error = await rejected('link', flashProject(dir, manifest));
    expect(error.message).toMatch(new RegExp(`^${message}`));
    expect(error.message).toContain(said);
  });
});
