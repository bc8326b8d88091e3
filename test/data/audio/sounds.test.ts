import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSamples } from '../../../src/data/index.ts';
import { rejected } from '../../support/errors.ts';
import { newFolder } from '../../support/scratch.ts';
import { writeFiles } from '../support/image-files.ts';
import { networkOf } from '../support/networks.ts';
import { signal, vectors } from './signals.ts';
import { sine, wav } from './wav-files.ts';

const RAW = networkOf([1, 160], { classes: 2 });

/** A folder of two classes. */
function tones(extra: Readonly<Record<string, Uint8Array | string>> = {}): string {
  const folder = newFolder('tflq tones ');
  writeFiles(folder, {
    'high/1.wav': sine(4000, 0.01),
    'high/2.WAV': sine(4000, 0.02),
    'low/1.wav': sine(200, 0.005),
    ...extra,
  });
  return folder;
}

describe('folders of sounds', () => {
  it('give clips of the length of the input, classes and parameters', async () => {
    const { samples, labels, classNames, preprocessing } = await openSamples(tones(), RAW, {});
    expect([...labels!]).toEqual([0, 0, 1]);
    expect(classNames).toEqual(['high', 'low']);
    expect(preprocessing).toMatchObject({ kind: 'audio', frontEnd: 'raw', sampleRate: 16_000, clip: 160 });
    for (let k = 0; k < 3; k++) {
      const [clip] = (await samples.sample(k)) as [Float32Array];
      expect(clip.length).toBe(160);
      const tone = (i: number): number =>
        Math.round(32767 * 0.5 * Math.sin((2 * Math.PI * (k < 2 ? 4000 : 200) * i) / 16_000)) / 32768 + 0;
      expect([...clip]).toEqual(Array.from(clip, (_, i) => (k === 2 && i >= 80 ? 0 : tone(i))));
    }
  });

  it('are scaled as the user says', async () => {
    const settings = { image: { mean: [0.25], scale: [100] } };
    const { samples } = await openSamples(tones(), RAW, { settings });
    const [clip] = (await samples.sample(2)) as [Float32Array];
    expect(clip[100]).toBe(-25);
  });

  it('stop at the first file that is no sound, and say how many there are', async () => {
    const folder = tones({ 'high/15.wav': 'text that is longer than a head', 'low/0.wav': '' });
    const error = await rejected('data', openSamples(folder, RAW, {}));
    expect(error.message).toBe('the file is no sound');
    expect(error.where).toBe(join(folder, 'high', '15.wav'));
    expect(error.hint).toMatch(/^2 of 5 files .* --skip-bad/);
  });

  it('leave such files out where that is wanted, also those that are bad within', async () => {
    const broken = wav({ encoding: 'float32', channels: [[0, Number.POSITIVE_INFINITY]] });
    const folder = tones({
      'high/15.wav': 'text',
      'low/0.wav': sine(300, 0.01).subarray(0, 99),
      'low/2.wav': broken,
    });
    const notes: string[] = [];
    const opened = await openSamples(folder, RAW, { skipBad: true, note: (line) => notes.push(line) });
    expect(opened.samples.count).toBe(3);
    expect([...opened.labels!]).toEqual([0, 0, 1]);
    expect(opened.skipped).toBe(3);
    expect(notes.join('\n')).toMatch(
      /15\.wav is no sound\n.*0\.wav is cut off: .*\n.*2\.wav holds a number that is not/,
    );
  });

  it('tell of a file that went bad after it was looked at', async () => {
    const folder = tones();
    const { samples } = await openSamples(folder, RAW, {});
    writeFileSync(join(folder, 'low', '1.wav'), 'gone');
    const error = await rejected('data', (async () => samples.sample(2))());
    expect(error.message).toBe('the file is no sound');
    expect(error.where).toBe(join(folder, 'low', '1.wav'));
  });

  it('of another sample rate are refused with both rates, or converted', async () => {
    const folder = tones({ 'low/0.wav': sine(200, 0.01, 44_100), 'low/2.wav': sine(200, 0.01, 8000) });
    const error = await rejected('data', openSamples(folder, RAW, {}));
    expect(error.message).toBe('the file has a sample rate of 44100 Hz instead of 16000 Hz');
    expect(error.where).toBe(join(folder, 'low', '0.wav'));
    expect(error.hint).toBe(
      '2 of 5 files are not of 16000 Hz. Add --resample to convert them, or --sample-rate 44100 if that is what the ' +
        'model was trained with.',
    );
    const { samples } = await openSamples(folder, RAW, { settings: { audio: { resample: true } } });
    const [clip] = (await samples.sample(2)) as [Float32Array];
    for (let i = 40; i < 120; i++)
      expect(clip[i]).toBeCloseTo(0.5 * Math.sin((2 * Math.PI * 200 * i) / 16_000), 2);
  });
});

it('sounds of an absurd sample rate are not converted', async () => {
  const folder = tones({ 'low/0.wav': sine(1, 2, 20) });
  const { samples } = await openSamples(folder, RAW, { settings: { audio: { resample: true } } });
  const error = await rejected('data', (async () => samples.sample(2))());
  expect(error.message).toBe('the sample rate of 20 Hz is too far from 16000 Hz');
  expect(error.where).toBe(join(folder, 'low', '0.wav'));
});

describe("the micro_speech example's input", () => {
  const folder = (): string => {
    const path = newFolder('tflq speech ');
    writeFiles(path, { 'a.wav': wav({ encoding: 'int16', channels: [signal('speech_like')] }) });
    return path;
  };
  const request = { settings: { audio: { frontEnd: 'micro-speech' } } } as const;
  const expected = vectors().get('micro_speech/speech_like')!.data;

  it("takes the example's bytes", async () => {
    const quant = { scale: [26 / 255], zeroPoint: [-128], axis: 0 };
    const network = networkOf([1, 1960], { dtype: 'int8', quant });
    const { samples } = await openSamples(folder(), network, request);
    expect((await samples.sample(0))[0]).toEqual(expected);
  });

  it('of another scale, or of real values, takes what networks are trained with', async () => {
    const quant = { scale: [0.2], zeroPoint: [0], axis: 0 };
    for (const network of [networkOf([1, 1960], { dtype: 'int8', quant }), networkOf([1, 49, 40, 1])]) {
      const { samples } = await openSamples(folder(), network, request);
      const [features] = (await samples.sample(0)) as [Float32Array];
      expect(features).toBeInstanceOf(Float32Array);
      const bytes = Int8Array.from(features, (value) =>
        Math.min(127, Math.trunc((Math.round(value * 25.6) * 256 + 333) / 666) - 128),
      );
      expect(bytes).toEqual(expected);
    }
  });
});
