/** Folders of sounds through the program: low and high tones, told apart by a network of one layer. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { QuantizeFileResult } from '../../src/cli/quantize-file.ts';
import type { RunResult } from '../../src/cli/run-all.ts';
import { readManifest } from '../../src/emit/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { sine } from '../data/audio/wav-files.ts';
import { writeFiles } from '../data/support/image-files.ts';
import { FloatNetworkBuilder } from '../support/float-network.ts';
import { expectError, scratchFolder, tflq, tflqJson } from './support/cli.ts';

const [FRAMES, BINS] = [10, 8];

/** Sums the lower and the upper half of a spectrogram's bins. */
function network(dir: string): string {
  const builder = new FloatNetworkBuilder();
  const weights = Array.from({ length: 2 * FRAMES * BINS }, (_, i) => {
    const isUpper = i % BINS >= BINS / 2;
    const isHigh = i < FRAMES * BINS;
    return (isUpper === isHigh ? 1 : -1) / (FRAMES * BINS);
  });
  const scores = builder.dense(
    builder.input([1, FRAMES * BINS]),
    builder.constant([2, FRAMES * BINS], weights),
    builder.constant([2], [0, 0]),
    2,
  );
  const path = join(dir, 'tones.tflite');
  writeFileSync(path, writeTflite(builder.build([scores])));
  return path;
}

/** Twelve tones a class, of about a quarter of a second. */
function tones(dir: string, extra: Readonly<Record<string, Uint8Array | string>> = {}): string {
  const folder = join(dir, 'tones');
  for (let k = 0; k < 12; k++) {
    const [seconds, amplitude] = [0.2 + 0.01 * k, 0.05 + 0.07 * k];
    writeFiles(folder, {
      [`high/${k}.wav`]: sine(3500 + 200 * k, seconds, 16_000, amplitude),
      [`low/${k}.wav`]: sine(150 + 40 * k, seconds, 16_000, amplitude),
    });
  }
  writeFiles(folder, extra);
  return folder;
}

const FLAGS = ['--front-end', 'log-mel', '--mel-bins', String(BINS), '--log-floor', '0.01'];

describe('a folder of sounds', () => {
  it('quantizes a network and tells its accuracy, without those that are bad', {
    timeout: 60_000,
  }, async () => {
    const cwd = scratchFolder();
    const data = tones(cwd, { 'low/5b.wav': 'no sound at all' });
    const args = ['quantize', network(cwd), '--data', data, ...FLAGS];
    expectError(
      await tflq(args, { cwd }),
      'data',
      'the file is no sound',
      '5b.wav',
      '1 of 25 files',
      '--skip-bad',
    );

    const { code, stderr } = await tflq([...args, '--skip-bad'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/left out: .*5b\.wav is no sound/);
    const result = await tflqJson<QuantizeFileResult>([...args, '--skip-bad'], { cwd });
    expect(result.accuracy).toEqual({ float: 1, quantized: 1, samples: 24 });
    expect(result.data).toMatchObject({
      files: 24,
      skipped: 1,
      classes: ['high', 'low'],
      preprocessing: { kind: 'audio', frontEnd: 'log-mel', spectrogram: { melBins: BINS, logFloor: 0.01 } },
    });
  });

  it('runs a network on the host, and a project keeps the parameters', { timeout: 120_000 }, async () => {
    const cwd = scratchFolder();
    const [data, model] = [tones(cwd), network(cwd)];
    const args = ['run', model, '--board', 'host', '--data', data, ...FLAGS, '--min-accuracy', '1'];
    const { validate } = await tflqJson<RunResult>([...args, '--out', 'project'], { cwd });
    expect(validate).toMatchObject({ samples: 24, accuracy: 1, agreement: 1, passed: true });
    const { preprocessing } = await readManifest(join(cwd, 'project'));
    expect(preprocessing).toMatchObject({ kind: 'audio', spectrogram: { melBins: BINS, melUpper: 8000 } });

    const again = ['validate', 'project', '--data', data];
    const same = await tflqJson(again, { cwd });
    expect(same).toMatchObject({ accuracy: 1, agreement: 1, passed: true });
    const other = await tflq([...again, '--log-floor', '0.02'], { cwd });
    expect(other.stderr).toMatch(
      /sounds are prepared otherwise than the project says: logFloor 0\.02 instead of 0\.01/,
    );
  });

  it('is refused with flags that do not fit, and with another sample rate', { timeout: 60_000 }, async () => {
    const cwd = scratchFolder();
    const [data, model] = [tones(cwd, { 'low/5b.wav': sine(200, 0.2, 8000) }), network(cwd)];
    const run = (...flags: string[]) => tflq(['quantize', model, '--data', data, ...flags], { cwd });
    expectError(await run(...FLAGS), 'data', '8000 Hz instead of 16000 Hz', '5b.wav', '--resample');
    expectError(await run(...FLAGS, '--stride-ms', '0'), 'usage', '--stride-ms takes a number above 0');
    expectError(await run('--front-end', 'kws', '--mel-upper', '9000'), 'usage', 'half the sample rate');
  });
});
