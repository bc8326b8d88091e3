/** Arduino sketches and PlatformIO projects: what is in them, whether it compiles, and, on a stub of a core, whether it works. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { frameworkOf, settingsOf } from '../../src/boards/framework.ts';
import { findBoard, loadBoards } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { type RenderedProject, type Runtime, renderProject } from '../../src/emit/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf, dataFromBytes } from '../../src/graph/dtype.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { openDevice } from '../../src/link/index.ts';
import { rejected } from '../support/errors.ts';
import { smallGraph } from '../support/small-project.ts';
import { buildOnStub, sourceFolder, withoutCompilers } from './support/arduino.ts';
import { specialNetwork } from './support/networks.ts';
import { text, written } from './support/projects.ts';

const FRAMEWORKS = ['arduino', 'platformio'];

/** What tells of TFLM, by framework. */
const TFLM_SETTING: Record<string, string> = { arduino: 'tflm_library', platformio: 'tflm_dep' };

const variants: Board[] = (await loadBoards()).flatMap((board) =>
  [board.framework, ...board.frameworks]
    .filter((framework) => FRAMEWORKS.includes(framework))
    .map((framework) => ({ ...board, framework })),
);

/** The settings with defaults filled in. */
async function settings(board: Board): Promise<Readonly<Record<string, unknown>>> {
  return settingsOf(board, await frameworkOf(board));
}

const graph = smallGraph();
const model = writeTflite(graph);

function project(board: Board, runtime: Runtime = 'c', libOnly = false): Promise<RenderedProject> {
  return renderProject({ graph, model, name: 'small', board, runtime, libOnly });
}

const paths = ({ files }: RenderedProject): string[] => [...files.keys()];

describe.each(variants)('$framework for $id', (board) => {
  const isArduino = board.framework === 'arduino';
  const library = isArduino ? 'libraries/tflq_small' : 'lib/small';

  it('has the network as a library, and a user application', async () => {
    const made = await project(board);
    expect(sourceFolder(made)).toBe(`${library}/src`);
    for (const path of [
      'small.c',
      'small.h',
      'tflq_small.h',
      'harness/tflq_harness.c',
      'platform/port.cpp',
    ]) {
      expect(paths(made)).toContain(`${library}/src/${path}`);
    }
    const own = isArduino
      ? ['small_sketch/sketch.yaml', 'small_sketch/small_sketch.ino']
      : ['platformio.ini'];
    expect([...made.userFiles]).toEqual(expect.arrayContaining(['README.md', ...own]));
    expect([...made.userFiles].filter((path) => path.startsWith(`${library}/`))).toEqual([]);
    for (const path of paths(made)) {
      if (path.startsWith('model/')) continue;
      expect(text(made, path)).not.toMatch(/<%|%>|undefined|\[object/);
    }
  });

  it('names the board as its tools do', async () => {
    const { fqbn, platform, board: id } = await settings(board);
    const made = await project(board);
    if (isArduino) {
      expect(text(made, 'small_sketch/sketch.yaml')).toContain(`\ndefault_fqbn: ${fqbn}\n`);
      expect(text(made, 'README.md')).toContain(`core install ${String(fqbn).split(':', 2).join(':')}`);
    } else {
      expect(text(made, 'platformio.ini')).toContain(
        `\n[env:firmware]\nplatform = ${platform}\nboard = ${id}\nframework = arduino\n`,
      );
    }
  });

  it('has TFLM from where the core has it, or refuses it', async () => {
    const { [TFLM_SETTING[board.framework]!]: source, tflm_header: header } = await settings(board);
    if (source === '') {
      const error = await rejected('usage', project(board, 'tflm'));
      expect(error.message).toBe(
        "no Arduino library of TensorFlow Lite Micro is maintained for this board's core",
      );
      expect(error.where).toBe(`--runtime tflm, board ${board.id}`);
      expect(error.hint).toContain('--runtime c');
      return;
    }
    const made = await project(board, 'tflm');
    const code = text(made, `${library}/src/small.cc`);
    const declared = text(made, isArduino ? `${library}/library.properties` : 'platformio.ini');
    if (source === 'core') {
      expect(code).not.toMatch(/#include <\w+\.h>/);
      expect(declared).not.toMatch(/depends|lib_deps/);
    } else {
      // Before all of TFLM's own headers: it is what makes the build look into the library.
      expect(code.indexOf(`#include <${header}>`)).toBeGreaterThan(0);
      expect(code.indexOf(`#include <${header}>`)).toBeLessThan(code.indexOf('#include "tensorflow/'));
      expect(declared).toContain(`\n${isArduino ? 'depends=' : 'lib_deps = '}${source}\n`);
    }
  });

  it('is a library that stands by itself with --lib-only', async () => {
    const made = await project(board, 'tflm', true);
    const manifest = isArduino ? 'library.properties' : 'library.json';
    expect(paths(made)).toEqual([
      `${library}/${manifest}`,
      ...['small.cc', 'small.h', 'small_model.cc', 'small_model.h'].map((file) => `${library}/src/${file}`),
      'model/small.tflite',
      'tflq.json',
    ]);
  });
});

describe('the files that Arduino and PlatformIO read', () => {
  const board = variants.find(({ framework }) => framework === 'arduino')!;

  it('library.properties has every field that the specification asks for', async () => {
    const made = await project(board);
    const fields = text(made, 'libraries/tflq_small/library.properties')
      .trim()
      .split('\n')
      .map((line) => line.split('=', 1)[0]);
    expect(fields).toEqual([
      ...['name', 'version', 'author', 'maintainer', 'sentence', 'paragraph', 'category', 'url'],
      ...['architectures', 'includes'],
    ]);
  });

  it('library.json is JSON', async () => {
    const made = await project({ ...board, framework: 'platformio' });
    expect(JSON.parse(text(made, 'lib/small/library.json'))).toMatchObject({
      name: 'tflq_small',
      build: { flags: '-O2' },
    });
  });

  it('platformio.ini has further lines where the board asks for them', async () => {
    const options = 'board_build.flash_mode = qio | upload_speed = 460800';
    const platformio = { ...board.settings.platformio, options };
    const made = await project({
      ...board,
      framework: 'platformio',
      settings: { ...board.settings, platformio },
    });
    expect(text(made, 'platformio.ini')).toContain(
      'framework = arduino\nboard_build.flash_mode = qio\nupload_speed = 460800\nmonitor_speed',
    );
  });

  it('keep out of the way of a network of any name', async () => {
    for (const name of ['model', 'libraries', 'build', 'port', 'tflq', 'tflq_harness', 'src', 'lib']) {
      for (const framework of FRAMEWORKS) {
        const made = await renderProject({
          ...{ graph, model, name, runtime: 'tflm' },
          board: { ...board, framework },
        });
        // Nothing was written over: the same number of files, whatever the name.
        const usual = await project({ ...board, framework }, 'tflm');
        expect([name, made.files.size, made.userFiles.size]).toEqual([
          name,
          usual.files.size,
          usual.userFiles.size,
        ]);
      }
    }
  });
});

/** Boards of each kind of core, and one of a core that nothing is known of. */
const esp = await findBoard('esp32', 'arduino');
const CORES: [core: string, board: Board, defines: string[], knowsStack: boolean][] = [
  ['mbed', await findBoard('nano33ble'), [], true],
  ['mbed, without DWT', await findBoard('nano_rp2040_connect'), ['-DSTUB_NO_DWT'], true],
  ['renesas', await findBoard('uno_r4_minima'), [], true],
  ['esp32', esp, [], true],
  ['pico', { ...esp, settings: { ...esp.settings, 'arduino-core': { core: 'pico' } } }, [], true],
  ['any', { ...esp, settings: { ...esp.settings, 'arduino-core': {} } }, [], false],
];

describe.skipIf(withoutCompilers !== '')(`on a stub of a core${withoutCompilers}`, () => {
  it.each(CORES)('the sketch answers: %s', async (_core, board, defines, knowsStack) => {
    const made = await project(board);
    const dir = await written(made);
    buildOnStub(dir, made, defines);
    const link = { ...board.link, transport: 'process' as const };
    const device = await openDevice(dir, { ...made.manifest, board: { ...board, link } });
    try {
      const reference = await loadIntegerNetwork(graph);
      for (let k = 0; k < 5; k++) {
        const input = Uint8Array.from({ length: 8 }, (_, i) => (i * 37 + k * 101) & 0xff);
        const expected = reference.run([dataFromBytes('int8', input)]).map((data) => [...bytesOf(data)]);
        const { outputs, ticks } = await device.infer([input]);
        expect(outputs.map((bytes) => [...bytes])).toEqual(expected);
        expect(ticks).toBeLessThan(device.info.tickHz);
      }
      expect(device.info.tickHz).toBe(1_000_000);
      expect((await device.profile([new Uint8Array(8)])).opTicks).toHaveLength(3);
      const stack = await device.stack();
      expect(stack !== undefined).toBe(knowsStack);
      if (stack !== undefined) {
        expect(stack.usedBytes).toBeGreaterThan(100);
        expect(stack.usedBytes).toBeLessThan(16384);
        expect(stack.sizeBytes).toBeGreaterThan(65000);
      }
      expect((await device.reset()).modelName).toBe('small');
    } finally {
      await device.close();
    }
  });

  it('the application of PlatformIO answers too', async () => {
    const board = await findBoard('uno_r4_wifi', 'platformio');
    const made = await project(board);
    const dir = await written(made);
    buildOnStub(dir, made);
    const link = { ...board.link, transport: 'process' as const };
    const device = await openDevice(dir, { ...made.manifest, board: { ...board, link } });
    expect(device.info.modelName).toBe('small');
    await device.close();
  });
});

const hasArm = spawnSync('arm-none-eabi-gcc', ['--version']).status === 0;
const arm = [
  ...new Map(
    variants
      .filter(({ core, framework }) => framework === 'arduino' && core.name.startsWith('cortex-m'))
      .map((board) => [board.core.flags.join(' '), board]),
  ).values(),
];

describe.skipIf(!hasArm)(`the library's C${hasArm ? '' : ' (skipped: no arm-none-eabi-gcc)'}`, () => {
  it.each(arm)('compiles without a warning for the core of $id', async (board) => {
    const name = 'special';
    const special = specialNetwork();
    const made = await renderProject({
      ...{ graph: special, model: writeTflite(special), name, runtime: 'c', board },
    });
    const cwd = await written(made);
    const sources = paths(made).filter((path) => path.endsWith('.c'));
    expect(sources).toHaveLength(5);
    for (const source of sources) {
      // What the cores compile with: gnu11, and C23 in the newest.
      for (const std of ['gnu11', 'gnu2x']) {
        const flags = [
          `-std=${std}`,
          '-Wall',
          '-Wextra',
          '-Wconversion',
          '-Wshadow',
          '-Werror',
          '-fsigned-char',
        ];
        const args = [...flags, ...board.core.flags, '-I', sourceFolder(made), '-c', source, '-o', 'o.o'];
        const { status, stderr } = spawnSync('arm-none-eabi-gcc', args, { cwd, encoding: 'utf8' });
        expect({ source, status, stderr }).toEqual({ source, status: 0, stderr: '' });
      }
    }
  });
});
