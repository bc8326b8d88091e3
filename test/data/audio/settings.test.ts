import { describe, expect, it } from 'vitest';
import type { AudioPreprocessing, AudioSettings } from '../../../src/data/audio/parameters.ts';
import { settleAudio } from '../../../src/data/audio/settings.ts';
import { preprocessingSchema } from '../../../src/data/preprocessing.ts';
import { thrown } from '../../support/errors.ts';

interface Said {
  readonly project?: AudioPreprocessing;
  readonly mean?: number[];
  readonly note?: (line: string) => void;
}

function settle(shape: readonly number[], audio: AudioSettings = {}, { project, mean, note }: Said = {}) {
  return settleAudio({
    input: { name: 'input', shape, dtype: 'float32' },
    settings: { audio, ...(mean && { image: { mean } }) },
    preprocessing: project,
    ...(note && { note }),
  });
}

describe('parameters of sounds', () => {
  it('of a row of samples are those of raw sound', () => {
    expect(settle([1, 8000, 1])).toEqual({
      kind: 'audio',
      frontEnd: 'raw',
      sampleRate: 16_000,
      resample: false,
      mix: 'mean',
      clip: 8000,
      align: 'start',
      level: 'none',
      preEmphasis: 0,
      mean: 0,
      scale: 1,
    });
  });

  it('of a spectrogram follow from the input where nobody says otherwise', () => {
    const { clip, spectrogram } = settle([1, 98, 64, 1], {
      frontEnd: 'log-mel',
      windowMs: 25,
      strideMs: 10,
      sampleRate: 8000,
    });
    expect(clip).toBe(200 + 97 * 80);
    expect(spectrogram).toEqual({
      windowMs: 25,
      strideMs: 10,
      windowFunction: 'hann',
      fftSize: 256,
      spectrum: 'magnitude',
      melBins: 64,
      melLower: 20,
      melUpper: 4000,
      melFormula: 'htk',
      log: 'ln',
      logFloor: 1e-6,
      dctCount: 0,
    });
    expect(settle([1, 20, 12], { frontEnd: 'mfcc' }).spectrogram).toMatchObject({
      melBins: 40,
      dctCount: 12,
    });
  });

  it('of named front ends are those of the benchmark and of the example', () => {
    expect(settle([1, 49, 10, 1], { frontEnd: 'kws' })).toMatchObject({
      sampleRate: 16_000,
      clip: 16_000,
      level: 'max',
      spectrogram: { windowMs: 30, strideMs: 20, fftSize: 512, melBins: 40, melUpper: 4000, dctCount: 10 },
    });
    expect(settle([1, 490], { frontEnd: 'kws', windowMs: 40 })).toMatchObject({
      clip: 16_000,
      spectrogram: { fftSize: 1024 },
    });
    expect(settle([1, 1960], { frontEnd: 'micro-speech' })).toMatchObject({ clip: 15_840 });
    expect(settle([1, 1960], { frontEnd: 'micro-speech' }).spectrogram).toBeUndefined();
  });

  it.each<[string, number[], AudioSettings]>([
    ['raw', [1, 100], {}],
    ['kws', [1, 49, 10, 1], { frontEnd: 'kws' }],
    ['log-mel', [1, 30, 20], { frontEnd: 'log-mel', windowMs: 32, fftSize: 2048, melUpper: 5000 }],
    ['mfcc', [1, 30, 20], { frontEnd: 'mfcc', sampleRate: 44_100, clipMs: 620.3 }],
    ['micro-speech', [1, 1960], { frontEnd: 'micro-speech', mix: 'first' }],
  ])('of %s come through the manifest as they are, without a note', (_, shape, audio) => {
    const settled = settle(shape, audio);
    const project = preprocessingSchema.parse(JSON.parse(JSON.stringify(settled))) as AudioPreprocessing;
    expect(project).toEqual(settled);
    const notes: string[] = [];
    expect(settle(shape, {}, { project, note: (line) => notes.push(line) })).toEqual(settled);
    expect(notes).toEqual([]);
  });

  it("are the user's before the project's, which is said", () => {
    const project = settle([1, 49, 10, 1], { frontEnd: 'kws' });
    const notes: string[] = [];
    const note = (line: string): void => void notes.push(line);
    const said = { melUpper: 7000, level: 'none' } as const;
    const settled = settle([1, 49, 10, 1], said, { project, note, mean: [3] });
    expect(settled).toMatchObject({
      frontEnd: 'kws',
      level: 'none',
      mean: 3,
      spectrogram: { melUpper: 7000 },
    });
    expect(notes).toEqual([
      'sounds are prepared otherwise than the project says: level none instead of max, mean 3 instead of 0, ' +
        'melUpper 7000 instead of 4000',
    ]);
    expect(settle([1, 49, 10], { frontEnd: 'mfcc' }, { project }).spectrogram).toMatchObject({
      melUpper: 8000,
    });
  });
});

describe('parameters that do not fit', () => {
  it.each<[readonly number[], AudioSettings, RegExp, RegExp]>([
    [[1, 49, 10, 1], {}, /takes \[1, 49, 10, 1\], which is no row of samples/, /--front-end log-mel, mfcc/],
    [[1, 49, 13], { frontEnd: 'kws' }, /not made of frames of 10 numbers/, /AUDIO\.md/],
    [[1, 10, 49], { frontEnd: 'kws' }, /not made of frames of 10 numbers/, /AUDIO\.md/],
    [[1, 1961], { frontEnd: 'micro-speech' }, /not made of frames of 40 numbers/, /AUDIO\.md/],
    [[1, 8, 8, 3], { frontEnd: 'log-mel' }, /not made of frames of/, /AUDIO\.md/],
  ])('the input %j and %j', (shape, audio, message, hint) => {
    const error = thrown('data', () => settle(shape, audio));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it.each<[string, AudioSettings, RegExp]>([
    ['--mel-bins', { melBins: 20 }, /the front end raw has no such parameter/],
    ['--level', { frontEnd: 'micro-speech', level: 'max' }, /micro-speech has no such parameter/],
    ['--sample-rate', { frontEnd: 'micro-speech', sampleRate: 8000 }, /micro-speech has no such parameter/],
    ['--dct-count', { frontEnd: 'log-mel', dctCount: 10 }, /log-mel has no such parameter/],
    ['--window-ms', { frontEnd: 'log-mel', windowMs: 0.01 }, /holds no sample/],
    ['--stride-ms', { frontEnd: 'log-mel', strideMs: 0.01 }, /less than one sample/],
    ['--fft-size', { frontEnd: 'log-mel', fftSize: 1000 }, /1000 is no size of an FFT/],
    ['--fft-size', { frontEnd: 'log-mel', fftSize: 256 }, /an FFT of 256 is shorter than the window of 480/],
    [
      '--mel-upper',
      { frontEnd: 'log-mel', melUpper: 9000 },
      /9000 Hz is above half the sample rate, 8000 Hz/,
    ],
    ['--mel-lower', { frontEnd: 'log-mel', melLower: 8000 }, /8000 Hz is not below the upper edge, 8000 Hz/],
    ['--mel-bins', { frontEnd: 'mfcc', melBins: 5000 }, /5000 mel bins are too many/],
    ['--dct-count', { frontEnd: 'mfcc', dctCount: 20, melBins: 10 }, /there are only 10 coefficients/],
    ['--clip-ms', { frontEnd: 'log-mel', clipMs: 500 }, /has 24 frames, but the input takes 49/],
  ])('%s', (where, audio, message) => {
    const shape = audio.frontEnd === undefined ? [1, 100] : [1, 49 * 40];
    const error = thrown('usage', () => settle(shape, audio));
    expect(error.message).toMatch(message);
    expect(error.where).toBe(where);
    expect(error.hint).toBeTruthy();
  });

  it('--mean of several numbers', () => {
    const error = thrown('usage', () => settle([1, 100], {}, { mean: [1, 2, 3] }));
    expect(error.message).toBe('sounds take one number, not 3');
    expect(error.where).toBe('--mean');
  });
});
