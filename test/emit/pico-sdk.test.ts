/** Projects on the Pico SDK: what is in them, that they compile, and, on a stub of the SDK for this machine, that they work. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadBoards } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { buildProject } from '../../src/build/index.ts';
import { checkFit, type RenderedProject, type Runtime, renderProject } from '../../src/emit/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import { network } from '../formats/tflite/network.ts';
import { rejected } from '../support/errors.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { smallGraph } from '../support/small-project.ts';
import { expectAnswers, startHere } from './support/answers.ts';
import { crossCompile, withoutPrograms } from './support/cross-compile.ts';
import { text, written } from './support/projects.ts';

const STUB = fileURLToPath(new URL('fixtures/pico-sdk', import.meta.url));
const RUNTIMES = ['c', 'tflm'] as const;

const boards = (await loadBoards()).filter(({ framework }) => framework === 'pico-sdk');
const pico = boards.find(({ id }) => id === 'pico')!;

const graph = smallGraph();
const model = writeTflite(graph);

function project(board: Board, runtime: Runtime = 'c', libOnly = false): Promise<RenderedProject> {
  return renderProject({ graph, model, name: 'small', board, runtime, libOnly });
}

const paths = ({ files }: RenderedProject): string[] => [...files.keys()];

/** Those of the compilers here that know the cores; Debian has none for a Hazard3 with newlib, but this one compiles. */
const COMPILERS: Record<string, [compiler: string, flags: string[]]> = {
  'arm-none-eabi-': ['arm-none-eabi-gcc', []],
  'riscv32-unknown-elf-': ['riscv64-unknown-elf-gcc', ['--specs=picolibc.specs']],
};

describe.each(boards)('$id', (board) => {
  it.each(RUNTIMES)('gets a project of the runtime %s', async (runtime) => {
    const made = await project(board, runtime);
    for (const path of paths(made)) {
      if (!path.startsWith('model/')) expect(text(made, path)).not.toMatch(/<%|%>|undefined|\[object/);
    }
    expect([...made.userFiles]).toEqual(['CMakeLists.txt', 'README.md', 'main.c']);
    const { board: name, platform } = board.settings['pico-sdk']!;
    expect(text(made, 'CMakeLists.txt')).toContain(`\nset(PICO_BOARD ${name} CACHE`);
    expect(text(made, 'CMakeLists.txt')).toContain(`\nset(PICO_PLATFORM ${platform} CACHE`);
  });

  it('keeps the network alone with --lib-only', async () => {
    const made = await project(board, 'c', true);
    expect(paths(made).filter((path) => !path.includes('/kernels/'))).toEqual([
      'model/small.tflite',
      'tflq/CMakeLists.txt',
      'tflq/small.c',
      'tflq/small.h',
      'tflq.json',
    ]);
    expect(text(made, 'tflq/CMakeLists.txt')).not.toContain('harness');
  });

  const [compiler, extra] = COMPILERS[board.toolchain.prefix]!;
  const noCompiler = withoutPrograms(compiler);
  it.skipIf(noCompiler !== '')(`compiles for ${board.core.name}${noCompiler}`, async () => {
    const made = await renderProject({ graph: network(), model, name: 'net', board, runtime: 'c' });
    // gcc 12 has bugs in its bit manipulation (internal errors); the SDK asks for a newer one.
    const core = board.core.flags.map((flag) => flag.replace(/(_zb\w+)+$/, ''));
    await crossCompile(compiler, made, ['-std=gnu11', ...core, ...extra], join(STUB, 'include'));
  });
});

it.skipIf(!hasShared)(
  `renders the networks of ../shared, all of which fit${hasShared ? '' : ' (skipped: no ../shared)'}`,
  async () => {
    for (const name of ['kws', 'resnet8', 'ad', 'micro_speech', 'hello_world']) {
      const bytes = readFileSync(sharedPath('models', `${name}_int8.tflite`));
      for (const runtime of RUNTIMES) {
        const request = { graph: readTflite(bytes, name), model: bytes, name, board: pico, runtime };
        expect(paths(await renderProject(request))).toContain(`tflq/${name}.h`);
        expect(checkFit(request.graph, pico, runtime).fits).toBe(true);
      }
    }
  },
);

const noTools = withoutPrograms('cmake', 'gcc', 'g++');

describe(`on a stub of the Pico SDK for this machine${noTools}`, () => {
  afterEach(() => vi.unstubAllEnvs());

  /** The board with this machine's compiler. */
  const here: Board = { ...pico, toolchain: { prefix: '', packages: [], cxxPackages: [] } };

  it.skipIf(noTools !== '').each([
    ['usb', 'usb 1\nuart 0\n'],
    ['uart', 'usb 0\nuart 1\n'],
  ])('the firmware answers, by %s', async (stdio, enabled) => {
    vi.stubEnv('PICO_SDK_PATH', STUB);
    const settings = { 'pico-sdk': { ...here.settings['pico-sdk']!, stdio } };
    const made = await project({ ...here, settings });
    const dir = await written(made);
    const { image } = await buildProject(dir, made.manifest);
    expect(image).toBe(join(dir, 'build', 'firmware.elf'));
    expect(existsSync(join(dir, 'build', 'firmware.uf2'))).toBe(true);
    expect(readFileSync(join(dir, 'build', 'sdk.txt'), 'utf8')).toBe(`pico rp2040\n${enabled}`);
    const device = await startHere(dir, made, image);
    try {
      expect(device.info).toMatchObject({ modelName: 'small', tickHz: 1_000_000 });
      await expectAnswers(device, graph);
      expect((await device.reset()).modelName).toBe('small');
    } finally {
      await device.close();
    }
  });

  it.skipIf(noTools !== '').each([
    ['nowhere', undefined],
    ['elsewhere', '/there/is/no/such/folder'],
  ])('an SDK that is %s is missed', async (_, path) => {
    vi.stubEnv('PICO_SDK_PATH', path);
    const made = await project(here);
    const dir = await written(made);
    const error = await rejected('tool', buildProject(dir, made.manifest));
    expect(error.message).toBe(`there is no Pico SDK at PICO_SDK_PATH (${path ?? ''})`);
    expect(error.hint).toMatch(/^Get it with its submodules, git clone .* absolute path\.$/);
    expect(error.where).toBe(join(dir, 'build', 'build.log'));
  });
});
