/** The firmware for an ESP32-S3, run on this machine: fixtures/esp-idf/drivers.c stands for ESP-IDF. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FLASHED_IMAGE } from '../../src/common/project-paths.ts';
import type { Manifest } from '../../src/emit/index.ts';
import { openDevice } from '../../src/link/index.ts';
import { validateProject } from '../../src/validate/index.ts';
import { smallSamples, writeSmallProject } from '../support/small-project.ts';

const FIXTURES = fileURLToPath(new URL('fixtures/esp-idf', import.meta.url));
const HOME = 'components/tflq_small';
const SOURCES = [
  'small.c',
  ...['tflq_frame', 'tflq_harness', 'tflq_harness_model', 'tflq_stack'].map((file) => `harness/${file}.c`),
  'platform/port.c',
];

/** Not a literal where it is started, which would have it looked for among our packages. */
const GCC = 'gcc';
const hasGcc = process.platform === 'linux' && spawnSync(GCC, ['--version']).status === 0;
const root = mkdtempSync(join(tmpdir(), 'tflq-idf-run-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(!hasGcc).each([
  ['UART0', 0],
  ['the USB port of the chip', 1],
])(`the harness over %s${hasGcc ? '' : ' (skipped: no gcc on Linux)'}`, (_port, onUsb) => {
  async function build(): Promise<{ dir: string; manifest: Manifest }> {
    const { dir, manifest } = await writeSmallProject(join(root, `project-${onUsb}`), 'esp32s3');
    mkdirSync(join(dir, 'build'));
    const defines = ['-DTEST_USB=1', '-DTEST_IDF_MAJOR=6', `-DTEST_ON_USB=${onUsb}`];
    const sources = [...SOURCES.map((file) => `${HOME}/${file}`), 'main/main.c', join(FIXTURES, 'drivers.c')];
    const args = ['-O1', '-pthread', ...defines, `-I${HOME}`, `-I${HOME}/harness`, `-I${FIXTURES}`];
    const { stderr } = spawnSync(GCC, [...args, '-o', FLASHED_IMAGE, ...sources], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { board } = manifest;
    return {
      dir,
      manifest: { ...manifest, board: { ...board, link: { ...board.link, transport: 'process' } } },
    };
  }

  it('gives the bytes of the host, after the text of the boot log', async () => {
    const { dir, manifest } = await build();
    const text: string[] = [];
    const onText = (line: string): void => {
      text.push(line);
    };
    const report = await validateProject(dir, manifest, { samples: smallSamples(40), onText });
    expect(report).toMatchObject({ board: 'esp32s3', samples: 40, agreement: 1, passed: true });
    expect(report.latency.unit).toBe('us');
    expect(report.latency.median).toBeGreaterThan(0);
    expect(report.stackBytes).toBeGreaterThan(0);
    expect(report.stackBytes!).toBeLessThan(report.stackSize!);
    expect(text.join('\n')).toContain('main_task: Calling app_main()');

    const device = await openDevice(dir, manifest, {});
    try {
      expect((await device.hello()).tickHz).toBe(10_000_000);
      await device.reset();
      expect((await device.hello()).initStatus).toBe(0);
    } finally {
      await device.close();
    }
  });
});
