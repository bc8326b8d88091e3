/** ESP-IDF's builds, with a small program in the place of idf.py that notes its arguments and says what the real one does. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { idf } from '../../src/build/systems/idf.ts';
import { rejected } from '../support/errors.ts';
import { manifestFor } from './support/port-project.ts';

const board = await findBoard('esp32s3');
const manifest = manifestFor(board);

let dir: string;
let programs: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tflq-idf-'));
  programs = join(dir, 'programs');
  await mkdir(programs);
  vi.stubEnv('PATH', `${programs}${delimiter}${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

/** A small ELF file without sections but for the empty one of their names: what is built. */
function elf(): Buffer {
  const file = Buffer.alloc(52 + 40 + 1);
  file.write('\x7fELF\x01\x01\x01', 'latin1');
  file.writeUInt32LE(52, 0x20);
  file.writeUInt16LE(40, 0x2e);
  file.writeUInt16LE(1, 0x30);
  file.writeUInt32LE(52 + 40, 52 + 0x10);
  return file;
}

/**
 * Puts a program idf.py first in PATH. Like the real one it empties the build folder before it sets a target, and refuses
 * where that is none of CMake's.
 *
 * @param build what `idf.py build` does, in shell
 */
async function fakeIdf(build: string): Promise<void> {
  await writeFile(join(dir, 'built.elf'), elf());
  const script = `#!/bin/sh
echo "$*" >> arguments.txt
if [ "$1" = set-target ]; then
  if [ -d build ] && [ -n "$(ls build)" ] && [ ! -f build/CMakeCache.txt ]; then
    echo "Directory 'build' doesn't seem to be a CMake build directory. Refusing to automatically delete files in this directory." >&2
    exit 2
  fi
  rm -rf build && mkdir build && touch build/CMakeCache.txt
  echo "CONFIG_IDF_TARGET=\\"$2\\"" > sdkconfig
  exit 0
fi
${build}
`;
  await writeFile(join(programs, 'idf.py'), script, { mode: 0o755 });
}

const SUCCEED = 'cp built.elf build/check.elf; echo "Project build complete."';

async function calls(): Promise<string[]> {
  return (await readFile(join(dir, 'arguments.txt'), 'utf8')).trim().split('\n');
}

describe('building with ESP-IDF', () => {
  it('sets the target once, then builds', async () => {
    await fakeIdf(SUCCEED);
    const { image, log } = await buildProject(dir, manifest);
    expect(image).toBe(join(dir, 'build', 'check.elf'));
    expect(await readFile(log, 'utf8')).toContain('Project build complete.');
    expect(await calls()).toEqual(['set-target esp32s3', 'build']);
    await buildProject(dir, manifest);
    expect(await calls()).toEqual(['set-target esp32s3', 'build', 'build']);
  });

  it('sets the target anew where the configuration is for another chip', async () => {
    await fakeIdf(SUCCEED);
    await buildProject(dir, manifestFor(await findBoard('esp32')));
    await buildProject(dir, manifest);
    expect(await calls()).toEqual(['set-target esp32', 'build', 'set-target esp32s3', 'build']);
  });

  it('does not build where the target cannot be set', async () => {
    await fakeIdf(SUCCEED);
    await mkdir(join(dir, 'build'));
    await writeFile(join(dir, 'build', 'mine.txt'), 'of the user');
    const error = await rejected('build', buildProject(dir, manifest));
    expect(error.message).toContain("doesn't seem to be a CMake build directory");
    expect(existsSync(join(dir, 'build', 'mine.txt'))).toBe(true);
    expect(await calls()).toEqual(['set-target esp32s3']);
  });

  it('says how to get idf.py', async () => {
    vi.stubEnv('PATH', programs);
    const error = await rejected('tool', buildProject(dir, manifest));
    expect(error.message).toBe('idf.py is not installed');
    expect(error.hint).toContain('export.sh');
  });

  it('passes what it is told of a failure', async () => {
    await fakeIdf('echo "ld: region \\`dram0_0_seg\' overflowed by 4711 bytes"; exit 2');
    const error = await rejected('build', buildProject(dir, manifest));
    expect(error.message).toContain('4711 bytes too much');
    expect(error.where).toBe(join(dir, 'build', 'build.log'));
  });
});

/** What ESP-IDF 5.3 to 6.1 and its tools print, and what is made of it. */
const FAILURES: [output: string, message: string, hint: string, missingTool: boolean][] = [
  [
    "xtensa-esp32s3-elf/bin/ld: region `dram0_0_seg' overflowed by 1234 bytes",
    "the firmware does not fit esp32s3: it takes 1234 bytes too much of the chip's own RAM (dram0_0_seg)",
    'PSRAM',
    false,
  ],
  [
    "Error: app partition is too small for binary check.bin size 0x100000:\n  - Part 'factory' 0/0 @ 0x20000 size 0xf0000 (overflow 0x10000)",
    'the firmware of 1048576 bytes is 65536 bytes too large for its partition',
    'partitions.csv',
    false,
  ],
  [
    "Project sdkconfig '/p/sdkconfig' was generated for target 'esp32s3', but environment variable IDF_TARGET is set to 'esp32c3'. Run ...",
    'the environment variable IDF_TARGET says esp32c3, which is not the chip of esp32s3',
    'unset IDF_TARGET',
    false,
  ],
  [
    "Target settings are not consistent: 'esp32' in the environment, 'esp32s3' in CMakeCache.txt. Run 'idf.py fullclean' to start again.",
    'the environment variable IDF_TARGET says esp32, which is not the chip of esp32s3',
    'unset IDF_TARGET',
    false,
  ],
  [
    "esp32p4 is still in preview. You have to append '--preview' option after idf.py to use any preview feature.",
    'this version of ESP-IDF does not know the ESP32P4',
    'newer ESP-IDF',
    true,
  ],
  [
    'No module named \'click\'\nThis usually means that "idf.py" was not spawned within an ESP-IDF shell environment or the python virtual environment',
    "ESP-IDF's environment is not complete in this shell",
    'export.sh',
    true,
  ],
  [
    'CMake Error at CMakeLists.txt:4:\n  The CMAKE_C_COMPILER:\n\n    xtensa-esp32s3-elf-gcc\n\n  is not a full path and was not found in the PATH.',
    "ESP-IDF's compiler for this chip is not installed (xtensa-esp32s3-elf-gcc)",
    'install.sh esp32s3',
    true,
  ],
  [
    'ERROR: Cannot establish a connection to the component registry. Are you connected to the internet?',
    "Espressif's component registry, which has esp-tflite-micro, cannot be reached",
    '--runtime c',
    false,
  ],
  [
    "ERROR: Because project depends on idf (>=5.3) which doesn't match any versions, version solving failed.",
    'this version of ESP-IDF is too old for the project',
    '5.3',
    true,
  ],
];

describe('what a failure of ESP-IDF means', () => {
  it.each(FAILURES)('%s', (output, message, hint, missingTool) => {
    const advice = idf.advise!(
      `[1/900] Building C object\n${output}\nninja failed with exit code 1\n`,
      manifest,
    );
    expect(advice).toMatchObject({ message, missingTool });
    expect(advice!.hint).toContain(hint);
  });

  it('does not know them all', () => {
    expect(idf.advise!('main.c:3:1: error: expected declaration\n', manifest)).toBeUndefined();
  });
});
