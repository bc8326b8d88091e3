/** `--board generic`: a library that any CMake project can link, here one of this machine's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { FLASHED_IMAGE } from '../../src/common/project-paths.ts';
import { resourcePath } from '../../src/common/resources.ts';
import { type RenderedProject, renderProject, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf, dataFromBytes } from '../../src/graph/dtype.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { openDevice } from '../../src/link/index.ts';
import { rejected } from '../support/errors.ts';
import { SMALL_INPUT, smallGraph } from '../support/small-project.ts';
import { withoutPrograms } from './support/cross-compile.ts';
import { specialNetwork } from './support/networks.ts';
import { scratchFolder } from './support/projects.ts';

const without = withoutPrograms('cc', 'cmake', 'make');

async function library(
  graph: Graph,
  name: string,
  options: { runtime?: 'c' | 'tflm'; libOnly?: boolean } = {},
): Promise<RenderedProject> {
  const model = writeTflite(graph);
  return renderProject({ graph, model, name, board: await findBoard('generic'), runtime: 'c', ...options });
}

/** Configures and builds a folder; warnings are errors. */
function cmake(dir: string, ...options: string[]): void {
  const env = { ...process.env, CFLAGS: '-Werror' };
  execFileSync('cmake', ['-S', dir, '-B', join(dir, 'build'), ...options], { env, stdio: 'pipe' });
  execFileSync('cmake', ['--build', join(dir, 'build')], { stdio: 'pipe' });
}

/** A program that runs the small network on its standard input and prints both outputs' bytes. */
const CONSUMER = `#include <stdio.h>
#include "first.h"
#include "second.h"
int main(void) {
  if (tflq_first_init() != 0 || tflq_second_init() != 0) return 1;
  while (fread(tflq_first_input(0), 1, TFLQ_FIRST_INPUT_0_BYTES, stdin) == TFLQ_FIRST_INPUT_0_BYTES) {
    if (tflq_first_invoke() != 0) return 2;
    fwrite(tflq_first_output(0), 1, TFLQ_FIRST_OUTPUT_0_BYTES, stdout);
    fwrite(tflq_first_output(1), 1, TFLQ_FIRST_OUTPUT_1_BYTES, stdout);
  }
  return 0;
}
`;

const CONSUMER_PROJECT = `cmake_minimum_required(VERSION 3.16)
project(consumer LANGUAGES C)
add_subdirectory(first)
add_subdirectory(second)
add_executable(consumer consumer.c)
target_link_libraries(consumer PRIVATE tflq::first tflq::second)
`;

describe('the board generic', () => {
  it('takes any network, and has no platform', async () => {
    const { manifest, files } = await library(smallGraph(), 'net');
    expect(manifest.board.memory).toBeNull();
    const paths = [...files.keys()];
    expect(paths).toEqual(
      expect.arrayContaining(['CMakeLists.txt', 'main.c', 'port.c', 'tflq/CMakeLists.txt']),
    );
    expect(paths.filter((path) => path.includes('platform'))).toEqual([]);
    expect(paths.filter((path) => path.includes('harness/')).length).toBeGreaterThan(5);
  });

  it.each(['c', 'tflm'] as const)('gives with --lib-only the library alone: %s', async (runtime) => {
    const { files } = await library(smallGraph(), 'net', { runtime, libOnly: true });
    const own = runtime === 'c' ? ['tflq/net.c', 'tflq/net.h'] : ['tflq/net.cc', 'tflq/tflm.cmake'];
    expect([...files.keys()]).toEqual(expect.arrayContaining(['tflq/CMakeLists.txt', ...own]));
    expect([...files.keys()].filter((path) => !/^(tflq|model)\/|^tflq\.json$/.test(path))).toEqual([]);
    expect(Buffer.from(files.get('tflq/CMakeLists.txt')!).toString()).not.toContain('harness');
  });

  it('says that the project which it is part of builds it, and the board’s own tools flash it', async () => {
    const project = await library(smallGraph(), 'net');
    const dir = join(scratchFolder(), 'net');
    await writeProject(project, dir);
    const build = await rejected('usage', buildProject(dir, project.manifest));
    expect(build.hint).toContain('tflq::net');
    const flash = await rejected('usage', flashProject(dir, project.manifest));
    expect(flash.hint).toContain('validate --port');
  });
});

describe.skipIf(without !== '')(`a CMake project${without}`, () => {
  it('links two networks, one of them --lib-only, and gets the right bytes', async () => {
    const dir = join(scratchFolder(), 'consumer');
    mkdirSync(dir);
    await writeProject(await library(smallGraph(), 'first'), join(dir, 'first'));
    await writeProject(await library(specialNetwork(), 'second', { libOnly: true }), join(dir, 'second'));
    writeFileSync(join(dir, 'consumer.c'), CONSUMER);
    const only = CONSUMER_PROJECT.replace('add_subdirectory(second)', 'add_subdirectory(second/tflq)');
    writeFileSync(join(dir, 'CMakeLists.txt'), only);
    cmake(dir);

    const network = await loadIntegerNetwork(smallGraph());
    const inputs = Uint8Array.from({ length: 16 * SMALL_INPUT }, (_, i) => (i * 151 + (i >> 3) * 29) & 0xff);
    const expected = Array.from({ length: 16 }, (_, k) => {
      const input = inputs.slice(k * SMALL_INPUT, (k + 1) * SMALL_INPUT);
      return network.run([dataFromBytes('int8', input)]).map(bytesOf);
    });
    const { stdout, status } = spawnSync(join(dir, 'build', 'consumer'), { input: inputs });
    expect(status).toBe(0);
    expect(Buffer.compare(stdout, Buffer.concat(expected.flat()))).toBe(0);
    expect(new Set(expected.map(String)).size).toBeGreaterThan(4);
  }, 60_000);

  it('has the harness as a target: with port.c as it is written, and with one that was filled in', async () => {
    const dir = join(scratchFolder(), 'net');
    const project = await library(smallGraph(), 'net');
    await writeProject(project, dir);
    cmake(dir, '-D', 'TFLQ_HARNESS=ON');
    const untouched = spawnSync(join(dir, 'build', 'net_harness'), { input: 'anything', timeout: 10_000 });
    expect({ status: untouched.status, bytes: untouched.stdout.length }).toEqual({ status: 0, bytes: 0 });

    writeFileSync(
      join(dir, 'port.c'),
      `#include "${resourcePath('templates', 'platforms', 'host', 'port.c')}"\n`,
    );
    cmake(dir);
    copyFileSync(join(dir, 'build', 'net_harness'), join(dir, FLASHED_IMAGE));
    const device = await openDevice(dir, { ...project.manifest, board: await findBoard('host') });
    expect(device.info).toMatchObject({ modelName: 'net', runtime: 'c', initStatus: 0, opCount: 3 });
    await device.close();
  }, 60_000);

  it('is told how to get TFLM where the runtime is tflm', async () => {
    const dir = join(scratchFolder(), 'net');
    await writeProject(await library(smallGraph(), 'net', { runtime: 'tflm' }), dir);
    const configured = (...options: string[]): string =>
      spawnSync('cmake', ['-S', dir, '-B', join(dir, 'build'), ...options], {
        encoding: 'utf8',
      }).stderr.replace(/\s+/g, ' ');
    expect(configured()).toContain('tflq: TFLM_DIR is not set. Say where TensorFlow Lite Micro lies');
    expect(configured('-D', `TFLM_DIR=${dir}`)).toContain('tflq: TFLM_DIR is no checkout');
    mkdirSync(join(dir, 'tensorflow', 'lite', 'micro'), { recursive: true });
    writeFileSync(join(dir, 'tensorflow', 'lite', 'micro', 'micro_interpreter.h'), '');
    expect(configured('-D', `TFLM_DIR=${dir}`)).toContain('tflq: TFLM_DIR has no FlatBuffers');
    writeFileSync(join(dir, 'CMakeLists.txt'), withTarget);
    expect(configured()).toBe('');
  }, 60_000);
});

/** A project that has TFLM as a target of its own. */
const withTarget = `cmake_minimum_required(VERSION 3.16)
project(own LANGUAGES C CXX)
add_library(their_tflm INTERFACE)
set(TFLQ_TFLM_TARGET their_tflm)
add_subdirectory(tflq)
`;
