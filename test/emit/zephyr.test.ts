/** Zephyr applications: what is in them, that they compile, and, on a stub of Zephyr for this machine, that they work. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { frameworkOf, settingsOf } from '../../src/boards/framework.ts';
import { findBoard, loadBoards } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { buildProject } from '../../src/build/index.ts';
import { type RenderedProject, type Runtime, renderProject } from '../../src/emit/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import { network } from '../formats/tflite/network.ts';
import { rejected } from '../support/errors.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { smallGraph } from '../support/small-project.ts';
import { expectAnswers, startHere } from './support/answers.ts';
import { crossCompile, withoutPrograms } from './support/cross-compile.ts';
import { reluNetwork } from './support/networks.ts';
import { scratchFolder, text, written } from './support/projects.ts';

const STUB = fileURLToPath(new URL('fixtures/zephyr', import.meta.url));
const RUNTIMES = ['c', 'tflm'] as const;

/** Every board that Zephyr projects are made for; the one that stands for all others with a name. */
const boards: Board[] = [];
for (const { id, framework, frameworks, parameter } of await loadBoards()) {
  if (![framework, ...frameworks].includes('zephyr')) continue;
  boards.push(await findBoard(parameter === undefined ? id : `${id}:arduino_nicla_sense_me`, 'zephyr'));
}

const graph = smallGraph();
const model = writeTflite(graph);

interface Variant {
  readonly runtime?: Runtime;
  readonly libOnly?: boolean;
  readonly name?: string;
}

function project(board: Board, { runtime = 'c', libOnly = false, name = 'small' }: Variant = {}) {
  return renderProject({ graph, model, name, board, runtime, libOnly });
}

const paths = ({ files }: RenderedProject): string[] => [...files.keys()];

/** What prj.conf sets. */
function options(made: RenderedProject): string[] {
  return text(made, 'prj.conf')
    .split('\n')
    .filter((line) => /^[^#]/.test(line));
}

describe.each(boards)('$id', (board) => {
  it.each(RUNTIMES)('gets an application with the network as a module, runtime %s', async (runtime) => {
    const made = await project(board, { runtime });
    for (const path of paths(made)) {
      if (!path.startsWith('model/')) expect(text(made, path)).not.toMatch(/<%|%>|undefined|\[object/);
    }
    expect([...made.userFiles]).toEqual([
      'CMakeLists.txt',
      'Kconfig',
      'README.md',
      'prj.conf',
      'src/main.c',
      'west.yml',
    ]);
    expect(parse(text(made, 'tflq/small/zephyr/module.yml'))).toEqual({
      name: 'tflq_small',
      build: { cmake: '.', kconfig: 'Kconfig' },
    });
    const named = /zephyr_library_sources\((.*)\)/.exec(text(made, 'tflq/small/CMakeLists.txt'))![1]!;
    for (const source of named.split(' ')) expect(paths(made)).toContain(`tflq/small/${source}`);
    expect(options(made)).toContain('CONFIG_TFLQ_SMALL=y');
    expect(options(made).includes('CONFIG_TENSORFLOW_LITE_MICRO=y')).toBe(runtime === 'tflm');
    expect(text(made, 'CMakeLists.txt').includes('NDEBUG')).toBe(runtime === 'tflm');
  });

  it.each(RUNTIMES)('has its projects of west, and no other, runtime %s', async (runtime) => {
    const { manifest } = parse(text(await project(board, { runtime }), 'west.yml'));
    const hal = String(settingsOf(board, await frameworkOf(board)).hal);
    const [zephyr] = manifest.projects;
    const wanted = runtime === 'tflm' ? ['cmsis-nn', 'tflite-micro'] : [];
    expect(zephyr.import).toEqual(
      hal === '' ? true : { 'name-allowlist': ['cmsis', 'cmsis_6', ...hal.split(' '), ...wanted] },
    );
    expect(manifest['group-filter']).toEqual(runtime === 'tflm' ? ['+optional'] : undefined);
  });

  it('is a module that stands by itself with --lib-only', async () => {
    const sources = {
      c: ['small.c', 'small.h'],
      tflm: ['small.cc', 'small.h', 'small_model.cc', 'small_model.h'],
    };
    for (const runtime of RUNTIMES) {
      const own = ['CMakeLists.txt', 'Kconfig', 'zephyr/module.yml', ...sources[runtime]];
      const made = await project(board, { runtime, libOnly: true });
      expect(
        paths(made)
          .filter((path) => !path.includes('/kernels/'))
          .sort(),
      ).toEqual([...own.map((file) => `tflq/small/${file}`), 'model/small.tflite', 'tflq.json'].sort());
    }
  });

  const noGcc = withoutPrograms('arm-none-eabi-gcc');
  const reason = board.core.flags.length === 0 ? ' (skipped: no core of its own)' : noGcc;
  it.skipIf(reason !== '')(`compiles for ${board.core.name}${reason}`, async () => {
    const made = await renderProject({ graph: network(), model, name: 'net', board, runtime: 'c' });
    const flags = ['-std=gnu11', ...board.core.flags];
    const stubs = join(STUB, 'include');
    await crossCompile('arm-none-eabi-gcc', made, flags, stubs);
    for (const set of [
      ['UART_INTERRUPT_DRIVEN', 'TIMING_FUNCTIONS', 'THREAD_STACK_INFO', 'REBOOT'],
      ['THREAD_STACK_INFO', 'MPU_STACK_GUARD', 'FPU_SHARING'],
    ]) {
      const defines = set.map((option) => `-DCONFIG_${option}=1`);
      await crossCompile('arm-none-eabi-gcc', made, [...flags, ...defines], stubs, /port\.c$/);
    }
  });
});

describe('any board', () => {
  it.each(['nrf52840dk/nrf52840', 'nrf5340dk@2.0.0/nrf5340/cpuapp', 'native_sim'])('%s', async (name) => {
    const board = await findBoard(`zephyr:${name}`);
    expect(board.id).toMatch(/^zephyr-[a-z0-9-]+$/);
    expect(text(await project(board), 'CMakeLists.txt')).toContain(`west build -b ${name}\n`);
  });

  it('must have a name', async () => {
    for (const id of ['zephyr', 'zephyr:', 'zephyr:a b', 'zephyr:$(x)']) {
      const error = await rejected('board', findBoard(id));
      expect(error.hint).toContain('--board zephyr:NAME');
    }
  });
});

it.skipIf(!hasShared)(
  `renders the networks of ../shared${hasShared ? '' : ' (skipped: no ../shared)'}`,
  async () => {
    for (const name of ['kws', 'resnet8', 'ad', 'micro_speech', 'hello_world']) {
      const bytes = readFileSync(sharedPath('models', `${name}_int8.tflite`));
      for (const runtime of RUNTIMES) {
        const request = { graph: readTflite(bytes, name), model: bytes, name, board: boards[0]!, runtime };
        expect(paths(await renderProject(request))).toContain(`tflq/${name}/${name}.h`);
      }
    }
  },
);

it.each(['harness', 'platform', 'app', 'zephyr'])('a network may be called %s', async (name) => {
  const made = await project(boards[0]!, { name });
  expect(paths(made)).toEqual(
    expect.arrayContaining([
      `tflq/${name}/${name}.c`,
      'tflq/tflq-harness/port.c',
      'tflq/tflq-harness/tflq_harness.c',
    ]),
  );
});

const noTools = withoutPrograms('cmake', 'gcc', 'g++', 'make');

describe(`on a stub of Zephyr for this machine${noTools}`, () => {
  afterEach(() => vi.unstubAllEnvs());

  /** Puts a west first in PATH that does what the real one does, by means of the stub. */
  function stubWest(zephyrOptions: readonly string[]): void {
    const programs = join(scratchFolder(), 'programs');
    mkdirSync(programs);
    const script = `#!/bin/sh
echo "$*" > arguments.txt
cmake -S . -B build && cmake --build build
`;
    writeFileSync(join(programs, 'west'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${programs}${delimiter}${process.env.PATH}`);
    vi.stubEnv('ZEPHYR_BASE', STUB);
    vi.stubEnv('ZEPHYR_OPTIONS', zephyrOptions.map((option) => `CONFIG_${option}=y`).join(';'));
  }

  it.skipIf(noTools !== '').each([
    [
      'interrupts and timing functions',
      ['UART_INTERRUPT_DRIVEN', 'TIMING_FUNCTIONS', 'THREAD_STACK_INFO', 'REBOOT'],
      100e6,
    ],
    [
      'timing functions that stand still',
      ['UART_INTERRUPT_DRIVEN', 'TIMING_FUNCTIONS', 'TIMING_STANDS_STILL'],
      1e6,
    ],
    ['nothing of that', [], 1e6],
  ])('the application answers, with %s', async (_, zephyrOptions, tickHz) => {
    stubWest(['TFLQ_HARNESS', ...zephyrOptions]);
    const made = await project(await findBoard('zephyr:native_sim'));
    const dir = await written(made);
    const { image } = await buildProject(dir, made.manifest);
    expect(image).toBe(join(dir, 'build', 'zephyr', 'zephyr.elf'));
    expect(readFileSync(join(dir, 'arguments.txt'), 'utf8')).toBe(
      'build -p auto -b native_sim -d build --no-sysbuild .\n',
    );
    const device = await startHere(dir, made, image);
    try {
      expect(device.info).toMatchObject({ modelName: 'small', tickHz });
      await expectAnswers(device, graph);
      expect((await device.reset()).modelName).toBe('small');
    } finally {
      await device.close();
    }
  });

  it.skipIf(noTools !== '')('loses nothing of frames that are longer than its queue', async () => {
    stubWest(['TFLQ_HARNESS', 'UART_INTERRUPT_DRIVEN']);
    const long = reluNetwork(3000);
    const board = await findBoard('zephyr:native_sim');
    const request = { graph: long, model: writeTflite(long), name: 'long', board, runtime: 'c' as const };
    const made = await renderProject(request);
    const dir = await written(made);
    const device = await startHere(dir, made, (await buildProject(dir, made.manifest)).image);
    try {
      await expectAnswers(device, long);
      expect(device.statistics).toMatchObject({ repeats: 0, damaged: 0 });
    } finally {
      await device.close();
    }
  });

  it.skipIf(noTools !== '')('TensorFlow Lite Micro that is not there is missed', async () => {
    stubWest(['TFLQ_HARNESS']);
    const made = await project(await findBoard('zephyr:native_sim'), { runtime: 'tflm' });
    const dir = await written(made);
    const error = await rejected('tool', buildProject(dir, made.manifest));
    expect(error.message).toBe('TensorFlow Lite Micro is not in this west workspace');
    expect(error.hint).toContain('west config manifest.project-filter -- +tflite-micro');
    expect(existsSync(join(dir, 'build', 'zephyr', 'zephyr.elf'))).toBe(false);
  });
});
