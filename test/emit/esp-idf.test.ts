/** Projects for ESP-IDF: what is rendered, and that it compiles, against fixtures/esp-idf in ESP-IDF's place. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { frameworkOf, settingsOf } from '../../src/boards/framework.ts';
import { findBoard } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { checkFit, type RenderedProject, renderProject, requireFit } from '../../src/emit/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import { network } from '../formats/tflite/network.ts';
import { thrown } from '../support/errors.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { reluNetwork } from './support/networks.ts';
import { rendered, text, written } from './support/projects.ts';

const BOARDS = ['esp32', 'esp32s2', 'esp32s3', 'esp32c3', 'esp32c6', 'esp32p4'];
const RUNTIMES = ['c', 'tflm'] as const;

/** Those whose chips have a USB port of their own. */
const WITH_USB = ['esp32s3', 'esp32c3', 'esp32c6', 'esp32p4'];

/** So long that its arena fits the RAM of no chip, but all PSRAM. */
const LARGE = reluNetwork(600_000);

const GOLDEN = fileURLToPath(new URL('golden-esp-idf/', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/esp-idf', import.meta.url));

/** Set to write the files anew: `UPDATE_GOLDEN=1 npx vitest run test/emit/esp-idf.test.ts`, then read the difference. */
const update = process.env.UPDATE_GOLDEN !== undefined;

const HOME = 'components/tflq_net';

const C_SOURCES = ['tflq_frame', 'tflq_harness', 'tflq_harness_model', 'tflq_stack'].map(
  (file) => `harness/${file}.c`,
);

/** The sources that a component's CMakeLists.txt names. */
function namedSources(project: RenderedProject): string[] {
  const [, list] = /SRCS ([\s\S]*?)\n\s*INCLUDE_DIRS/.exec(text(project, `${HOME}/CMakeLists.txt`))!;
  return [...list!.matchAll(/"([^"]+)"/g)].map(([, path]) => path!);
}

/** The options that a sdkconfig.defaults sets, by their names without CONFIG_. */
function options(project: RenderedProject): Map<string, string> {
  const lines = [...text(project, 'sdkconfig.defaults').matchAll(/^CONFIG_(\w+)=(.*)$/gm)];
  expect(new Set(lines.map(([, name]) => name)).size).toBe(lines.length);
  return new Map(lines.map(([, name, value]) => [name!, value!]));
}

describe.each(BOARDS)('%s', (board) => {
  it.each(RUNTIMES)(
    'gets a project of the runtime %s, whose sources are those that it names',
    async (runtime) => {
      const project = await rendered(network(), { board, runtime });
      const ownSources = runtime === 'c' ? ['net.c'] : ['net.cc', 'net_model.cc'];
      expect(namedSources(project)).toEqual([...ownSources, ...C_SOURCES, 'platform/port.c']);
      const paths = [...project.files.keys()];
      for (const source of namedSources(project)) expect(paths).toContain(`${HOME}/${source}`);
      const compiled = paths.filter((path) => /\.(?:c|cc)$/.test(path) && path !== 'main/main.c');
      expect(compiled.sort()).toEqual(
        namedSources(project)
          .map((source) => `${HOME}/${source}`)
          .sort(),
      );
      expect([...project.userFiles].sort()).toEqual([
        '.gitignore',
        'CMakeLists.txt',
        'README.md',
        'main/CMakeLists.txt',
        'main/main.c',
        'partitions.csv',
        'sdkconfig.defaults',
      ]);
      expect(paths.filter((path) => path.endsWith('_memory.h'))).toEqual([]);
    },
  );

  it.each(RUNTIMES)('gets a component of the runtime %s alone, with --lib-only', async (runtime) => {
    const project = await rendered(network(), { board, runtime, libOnly: true });
    const paths = [...project.files.keys()].filter((path) => !/^(?:model\/|tflq\.json$)/.test(path));
    expect(paths.filter((path) => !path.startsWith(`${HOME}/`))).toEqual([]);
    expect(paths.filter((path) => /harness|platform/.test(path))).toEqual([]);
    expect(namedSources(project)).toEqual(runtime === 'c' ? ['net.c'] : ['net.cc', 'net_model.cc']);
    expect(text(project, `${HOME}/CMakeLists.txt`)).not.toContain('REQUIRES');
  });

  it('depends on esp-tflite-micro for the runtime tflm only', async () => {
    for (const libOnly of [false, true]) {
      const manifest = parse(
        text(await rendered(network(), { board, runtime: 'tflm', libOnly }), `${HOME}/idf_component.yml`),
      );
      expect(Object.keys(manifest.dependencies)).toEqual(['idf', 'espressif/esp-tflite-micro']);
    }
    const c = await rendered(network(), { board });
    expect(parse(text(c, `${HOME}/idf_component.yml`)).dependencies).toEqual({ idf: '>=5.3' });
    const alone = await rendered(network(), { board, libOnly: true });
    expect(alone.files.has(`${HOME}/idf_component.yml`)).toBe(false);
  });

  it('gives the application all of the flash behind the partition table', async () => {
    const project = await rendered(network(), { board });
    const facts = settingsOf(await findBoard(board), await frameworkOf(await findBoard(board)));
    const partitions = text(project, 'partitions.csv')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(',').map((cell) => cell.trim()));
    let end = Number(options(project).get('PARTITION_TABLE_OFFSET')) + 0x1000;
    for (const [, , , offset, size] of partitions) {
      expect(Number(offset)).toBeGreaterThanOrEqual(end);
      end = Number(offset) + Number(size);
    }
    expect(end).toBe(Number(facts.flash_mb) * 1024 * 1024);
    expect(Number(partitions.at(-1)![3]) % 0x10000).toBe(0);
    expect(options(project).get(`ESPTOOLPY_FLASHSIZE_${facts.flash_mb}MB`)).toBe('y');
  });

  it('serves the ports that the chip has', async () => {
    const project = await rendered(network(), { board });
    const usb = WITH_USB.includes(board) ? 'y' : undefined;
    expect(options(project).get('ESP_CONSOLE_SECONDARY_USB_SERIAL_JTAG')).toBe(usb);
    const ids = (await findBoard(board)).usb.map(({ vid, pid }) => `${vid}:${pid}`);
    expect(ids.includes('303a:1001')).toBe(usb === 'y');
  });
});

describe('the arena', () => {
  const cases = BOARDS.flatMap((board) => RUNTIMES.map((runtime) => [board, runtime] as const));

  it.each(cases)('lies in the RAM of the chip where it fits: %s, %s', async (id, runtime) => {
    const project = await rendered(network(), { board: id, runtime });
    expect(checkFit(network(), await findBoard(id), runtime)).toMatchObject({
      arenaIn: 'ram',
      psramBytes: 0,
    });
    expect(options(project).has('SPIRAM')).toBe(false);
  });

  it.each(cases)('lies in PSRAM where it must and the board has some: %s, %s', async (id, runtime) => {
    const board = await findBoard(id);
    const fit = checkFit(LARGE, board, runtime);
    if (board.memory?.psram === undefined) {
      expect(fit).toMatchObject({ fits: false, arenaIn: 'ram', psramBytes: 0 });
      return;
    }
    expect(fit).toMatchObject({ fits: true, arenaIn: 'psram' });
    expect(fit.psramBytes).toBeGreaterThanOrEqual(600_000);
    expect(fit.ramBytes).toBeLessThan(20_000);

    const project = await rendered(LARGE, { board: id, runtime });
    expect(options(project).get('SPIRAM')).toBe('y');
    expect(options(project).has('SPIRAM_ALLOW_BSS_SEG_EXTERNAL_MEMORY')).toBe(runtime === 'c');
    if (runtime === 'c') {
      expect(text(project, `${HOME}/net.c`)).toContain('static TFLQ_NET_ARENA_ATTRIBUTE union {');
    } else {
      expect(text(project, `${HOME}/net.cc`)).toContain('tflq_net_allocate_arena(arena_bytes)');
      expect(text(project, `${HOME}/net_memory.h`)).toContain(
        'heap_caps_aligned_alloc(16, bytes, MALLOC_CAP_SPIRAM',
      );
    }
    const alone = await rendered(LARGE, { board: id, runtime, libOnly: true });
    expect(alone.files.has(`${HOME}/net_memory.h`)).toBe(true);
    expect(text(alone, `${HOME}/CMakeLists.txt`)).toContain('PRIV_REQUIRES esp_psram)');
    expect(text(project, `${HOME}/CMakeLists.txt`)).toContain(' esp_psram)');
  });

  it('does not lie in PSRAM which is too small for it, or which the board file does not describe', async () => {
    const board = await findBoard('esp32s2');
    const refusal = thrown('fit', () => requireFit(reluNetwork(3_000_000), board, 'c'));
    expect(refusal.message).toContain('the board has 98,304, and 2,097,152 of PSRAM for its arena;');
    const undescribed = {
      ...board,
      settings: { 'esp-idf': { ...board.settings['esp-idf'], psram: 'none' } },
    };
    expect(checkFit(LARGE, undescribed, 'c')).toMatchObject({ fits: false, arenaIn: 'ram' });
  });

  it.skipIf(!hasShared)(
    `has room for what the kernels of ESP-NN need besides${hasShared ? '' : ' (skipped: no ../shared)'}`,
    async () => {
      const model = readFileSync(sharedPath('models', 'resnet8_int8.tflite'));
      const graph = readTflite(model, 'resnet8');
      const bytes = async (board: string): Promise<number> =>
        (await rendered(graph, { model, board, runtime: 'tflm' })).manifest.memory.arenaBytes;
      expect(await bytes('esp32s3')).toBeGreaterThan((await bytes('esp32')) + 30_000);
    },
  );
});

describe("a board's settings", () => {
  const wrong: [field: string, value: string | number | undefined][] = [
    ['target', 'stm32'],
    ['target', undefined],
    ['flash_mb', 3],
    ['flash_mb', undefined],
    ['flash_mode', 'qspi'],
    ['psram', 'yes'],
    ['cpu_mhz', '240 MHz'],
    ['esp_nn', 'fast'],
    ['esp_nn', undefined],
    ['flash', 4],
  ];
  it.each(wrong)('are refused: %s %s', async (field, value) => {
    const { [field]: _old, ...rest } = (await findBoard('esp32s3')).settings['esp-idf']!;
    const settings = { 'esp-idf': value === undefined ? rest : { ...rest, [field]: value } };
    const board: Board = { ...(await findBoard('esp32s3')), settings };
    const framework = await frameworkOf(board);
    expect(thrown('board', () => settingsOf(board, framework)).message).toContain(
      `settings.esp-idf.${field} is `,
    );
  });
});

/** The name in golden-esp-idf of a file of the project; a .gitignore would count there. */
function goldenName(path: string): string {
  return path.replace(/^\./, '_').replaceAll('/', '__');
}

describe('the files for an ESP32-S3 and the runtime tflm', () => {
  it('are those that they were', async () => {
    const project = await rendered(network(), { board: 'esp32s3', runtime: 'tflm' });
    const paths = [...project.userFiles, `${HOME}/CMakeLists.txt`, `${HOME}/idf_component.yml`];
    if (update) {
      for (const path of paths) writeFileSync(join(GOLDEN, goldenName(path)), text(project, path));
    }
    expect(readdirSync(GOLDEN).sort()).toEqual(paths.map(goldenName).sort());
    for (const path of paths) {
      expect(text(project, path)).toBe(readFileSync(join(GOLDEN, goldenName(path)), 'utf8'));
    }
  });
});

/** The compiler for a board's core; for Xtensa, which Debian has none for, that of this machine. */
function compilerFor({ core }: Board): [compiler: string, flags: string[]] {
  return core.flags.length === 0
    ? ['gcc', []]
    : ['riscv64-unknown-elf-gcc', [...core.flags, '--specs=picolibc.specs']];
}

const STRICT = ['-std=gnu11', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror', '-O2'];

describe.each(BOARDS)('the C of a project for %s', async (id) => {
  const board = await findBoard(id);
  const [compiler, flags] = compilerFor(board);
  const skipped = spawnSync(compiler, ['--version']).status === 0 ? '' : ` (skipped: no ${compiler})`;

  function compile(cwd: string, version: number, sources: readonly string[]): void {
    const defines = [`-DTEST_USB=${WITH_USB.includes(id) ? 1 : 0}`, `-DTEST_IDF_MAJOR=${version}`];
    const includes = [`-I${HOME}`, `-I${HOME}/harness`, '-isystem', FIXTURES];
    const args = [...STRICT, ...flags, ...defines, ...includes, '-c', ...sources];
    const { status, stderr } = spawnSync(compiler, args, { cwd, encoding: 'utf8' });
    expect({ sources, status, stderr }).toEqual({ sources, status: 0, stderr: '' });
  }

  it.skipIf(skipped !== '')(`compiles without a warning by ${compiler}${skipped}`, async () => {
    const project = await rendered(network(), { board: id });
    const cwd = await written(project);
    compile(cwd, 6, [...namedSources(project).map((source) => `${HOME}/${source}`), 'main/main.c']);
    compile(cwd, 5, [`${HOME}/platform/port.c`]);
    if (board.memory?.psram !== undefined) {
      compile(await written(await rendered(LARGE, { board: id, libOnly: true })), 6, [`${HOME}/net.c`]);
    }
  });
});

/** Not a literal where it is started, which would have it looked for among our packages. */
const GCC = 'gcc';
const hasGcc = spawnSync(GCC, ['--version']).status === 0;

describe('a component whose arena is to lie in PSRAM', () => {
  it.skipIf(!hasGcc)(`does not compile without PSRAM${hasGcc ? '' : ' (skipped: no gcc)'}`, async () => {
    const project = await rendered(LARGE, { board: 'esp32s3', libOnly: true });
    const cwd = await written(project);
    writeFileSync(join(cwd, 'sdkconfig.h'), '/* as it was made for another network */\n');
    const args = ['-c', '-I.', `-I${HOME}`, '-isystem', FIXTURES, `${HOME}/net.c`];
    const { status, stderr } = spawnSync(GCC, args, { cwd, encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('remove sdkconfig to have it made anew');
  });
});

describe('a serial speed of the board', () => {
  it('is that of the port', async () => {
    const board = await findBoard('esp32');
    const fast = { ...board, link: { ...board.link, baud: 921600 } };
    const graph = network();
    const project = await renderProject({
      graph,
      model: writeTflite(graph),
      name: 'net',
      board: fast,
      runtime: 'c',
    });
    expect(text(project, `${HOME}/platform/port.c`)).toContain('#define BAUD_RATE 921600\n');
  });
});
