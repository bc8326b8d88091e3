/** All kinds of data through the program: folders of images with a bad one among them, tables, raw files. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { QuantizeFileResult } from '../../src/cli/quantize-file.ts';
import type { RunResult } from '../../src/cli/run-all.ts';
import type { BoardReport } from '../../src/cli/validate-board.ts';
import { loadArrays, loadLabels } from '../../src/data/index.ts';
import { picture, writeFiles } from '../data/support/image-files.ts';
import { digits, expectError, scratchFolder, tflq, tflqJson } from './support/cli.ts';

const MODEL = digits('digits_float32.tflite');

/** So many images there are of each digit. */
const EACH = 6;

/** Pixels of 16 × 16 images, EACH of each digit, by digit. */
let images: { digit: number; pixels: Uint8Array }[];

beforeAll(async () => {
  const [x] = await loadArrays(digits('digits_x.npy'));
  const all = [...(await loadLabels(digits('digits_y.npy')))].map((digit, k) => ({
    digit,
    pixels: (x!.data as Uint8Array).subarray(256 * k, 256 * (k + 1)),
  }));
  images = Array.from({ length: 10 }, (_, digit) =>
    all.filter((one) => one.digit === digit).slice(0, EACH),
  ).flat();
});

/** A folder with one sub-folder for each digit. */
async function digitFolder(folder = join(scratchFolder(), 'my digits')): Promise<string> {
  for (const [k, { digit, pixels }] of images.entries()) {
    const png = await picture({ width: 16, height: 16, channels: 1, values: [...pixels] })
      .png()
      .toBuffer();
    writeFiles(folder, { [`digit ${digit}/${100 + k}.png`]: png });
  }
  return folder;
}

const quantize = (cwd: string, ...args: string[]): Promise<QuantizeFileResult> =>
  tflqJson<QuantizeFileResult>(['quantize', MODEL, '-o', 'out.tflite', ...args], { cwd });

describe('a folder of images', () => {
  it('is calibrated and measured with, its folders being the classes', async () => {
    const folder = await digitFolder();
    const result = await quantize(scratchFolder(), '--data', folder, '--calibration-samples', '20');
    expect(result).toMatchObject({
      calibrationSamples: 20,
      accuracy: { samples: 10 * EACH },
      data: {
        files: 10 * EACH,
        skipped: 0,
        classes: Array.from({ length: 10 }, (_, digit) => `digit ${digit}`),
        preprocessing: { kind: 'image', width: 16, height: 16, grey: true, mean: [0], scale: [1] },
      },
    });
    expect(result.accuracy!.float).toBeGreaterThan(0.9);
    expect(result.accuracy!.quantized).toBeGreaterThan(0.9);
  });

  it('with a bad one in the middle stops there, or goes on without it where that is wanted', async () => {
    const folder = await digitFolder();
    writeFiles(folder, { 'digit 4/130a.png': 'no image', 'digit 7/1.png': '' });
    const cwd = scratchFolder();
    const outcome = await tflq(['quantize', MODEL, '--data', folder], { cwd });
    expectError(outcome, 'data', 'is no image', join(folder, 'digit 4', '130a.png'), '2 of 62 files');
    expect(existsSync(join(cwd, 'digits_float32_int8.tflite'))).toBe(false);

    const skipping = await tflq(['quantize', MODEL, '--data', folder, '--skip-bad'], { cwd });
    expect(skipping.code).toBe(0);
    expect(skipping.stderr).toMatch(/left out: .*130a\.png is no image\nleft out: .*1\.png is no image/);
    expect((await quantize(cwd, '--data', folder, '--skip-bad')).data).toMatchObject({
      files: 60,
      skipped: 2,
    });
  });

  it('of other classes than the model is refused before anything runs', async () => {
    const folder = await digitFolder();
    for (const digit of [0, 2, 4, 6, 8]) rmSync(join(folder, `digit ${digit}`), { recursive: true });
    const cwd = scratchFolder();
    const outcome = await tflq(['quantize', MODEL, '--data', folder, '-o', 'out.tflite'], { cwd });
    expectError(outcome, 'data', 'the data has 5 classes', 'has 10', '--unlabelled');
    expect(existsSync(join(cwd, 'out.tflite'))).toBe(false);
    const { accuracy, data } = await quantize(cwd, '--data', folder, '--unlabelled');
    expect([accuracy, data!.files]).toEqual([undefined, 5 * EACH]);
  });

  it('goes all the way, calibrated by one part and tested by the other, as the manifest says', async () => {
    const folder = await digitFolder();
    writeFiles(folder, { 'digit 3/120.png': 'no image' });
    const cwd = scratchFolder();
    const args = ['--data', folder, '--skip-bad', '--split', '0.5', '--seed', '7'];
    const { gen, validate } = await tflqJson<RunResult>(
      ['run', MODEL, '--board', 'host', '-o', 'firmware', '--mean', '0', ...args, '--min-accuracy', '0.8'],
      { cwd },
    );
    expect(gen).toMatchObject({ calibrationSamples: 30, data: { skipped: 1 } });
    expect(validate).toMatchObject({ samples: 29, agreement: 1, passed: true, data: { skipped: 1 } });
    const manifest = JSON.parse(readFileSync(join(cwd, 'firmware', 'tflq.json'), 'utf8'));
    expect(manifest.preprocessing).toEqual(gen!.data!.preprocessing);

    const again = ['validate', 'firmware', ...args, '--limit', '10'];
    const report = await tflqJson<BoardReport>(again, { cwd });
    expect(report).toMatchObject({ samples: 10, data: { preprocessing: manifest.preprocessing } });
    const other = await tflq([...again, '--scale', '0.5'], { cwd });
    expect(other.stderr).toMatch(/prepared otherwise than the project says: scale \[0\.5\] instead of \[1\]/);
  });
});

describe('the same samples', () => {
  it('give the same network and the same accuracy as a folder, a table and a raw file', async () => {
    const cwd = scratchFolder();
    const classes = images.map(({ digit }) => `digit ${digit}`);
    writeFiles(cwd, {
      'x.csv': [
        `class;${Array.from({ length: 256 }, (_, i) => `pixel ${i}`).join(';')}`,
        ...images.map(({ pixels }, k) => `"${classes[k]}";${pixels.join(';')}`),
      ].join('\r\n'),
      'x.bin': Buffer.concat(images.map(({ pixels }) => pixels)),
      'y.csv': classes.join('\n'),
    });
    const folder = await digitFolder();
    const ways = [
      ['--data', folder],
      ['--data', 'x.csv', '--label-column', 'class'],
      ['--data', 'x.csv', '--label-column', '1'],
      ['--data', 'x.bin', '--data-type', 'uint8', '--labels', 'y.csv'],
    ];
    const results: QuantizeFileResult['accuracy'][] = [];
    const networks: Buffer[] = [];
    for (const way of ways) {
      results.push((await quantize(cwd, ...way)).accuracy);
      networks.push(readFileSync(join(cwd, 'out.tflite')));
    }
    expect(results).toEqual(ways.map(() => results[0]));
    expect(networks.every((network) => network.equals(networks[0]!))).toBe(true);
  });

  it('of a raw file that is no whole number of them are refused', async () => {
    const cwd = scratchFolder();
    writeFileSync(join(cwd, 'x.bin'), new Uint8Array(300));
    const args = ['quantize', MODEL, '--data', 'x.bin'];
    expectError(await tflq([...args, '--data-type', 'uint8'], { cwd }), 'data', '44 bytes are left over');
    expectError(await tflq(args, { cwd }), 'usage', '--data-type');
  });
});

describe('flags', () => {
  it.each([
    [['--mean', 'a'], '--mean takes one number'],
    [['--crop', '2'], '--crop takes a number'],
    [['--split', '1'], 'nothing is left'],
    [['--part', 'test'], '--split'],
  ])('%j', async (flags, message) => {
    expectError(
      await tflq(['quantize', MODEL, '--data', digits('digits_x.npy'), ...flags]),
      'usage',
      message,
    );
  });
});
