/** Parameters that contradict themselves, or that a front end does not have. */
import { TflqError } from '../../common/errors.ts';
import { hasSpectrogram } from './defaults.ts';
import { isPowerOfTwo } from './fft.ts';
import type { AudioPreprocessing, AudioSettings, SpectrogramSettings } from './parameters.ts';
import { samplesIn } from './spectrogram.ts';

/** The flags that give parameters. */
const FLAGS: Readonly<Record<keyof AudioSettings, string>> = {
  frontEnd: '--front-end',
  sampleRate: '--sample-rate',
  resample: '--resample',
  mix: '--mix',
  clipMs: '--clip-ms',
  align: '--align',
  level: '--level',
  preEmphasis: '--pre-emphasis',
  mean: '--mean',
  scale: '--scale',
  windowMs: '--window-ms',
  strideMs: '--stride-ms',
  windowFunction: '--window-function',
  fftSize: '--fft-size',
  spectrum: '--spectrum',
  melBins: '--mel-bins',
  melLower: '--mel-lower',
  melUpper: '--mel-upper',
  melFormula: '--mel-formula',
  log: '--log',
  logFloor: '--log-floor',
  dctCount: '--dct-count',
};

/** What any front end has, and what those have besides that compute something but micro-speech. */
const ANY: ReadonlySet<string> = new Set(['frontEnd', 'resample', 'mix', 'clipMs', 'align']);
const FREE: ReadonlySet<string> = new Set([...ANY, 'sampleRate', 'level', 'preEmphasis', 'mean', 'scale']);

/** The largest transform and the most filters; more is a slip of the pen. */
const LARGEST_FFT = 2 ** 16;
const MOST_BINS = 1024;

/** The only number of --mean or --scale. */
export function onlyNumber(values: readonly number[] | undefined, flag: string): number | undefined {
  if (values === undefined || values.length === 1) return values?.[0];
  throw new TflqError('usage', `sounds take one number, not ${values.length}`, {
    where: flag,
    hint: 'Give one number for all.',
  });
}

/** Refuses what a front end does not have. */
export function requireKnown(given: AudioSettings, frontEnd: AudioPreprocessing['frontEnd']): void {
  const wrong = (Object.keys(given) as (keyof AudioSettings)[]).find((key) => {
    if (key === 'dctCount') return frontEnd !== 'mfcc' && frontEnd !== 'kws';
    return !(hasSpectrogram(frontEnd) || (frontEnd === 'raw' ? FREE : ANY).has(key));
  });
  if (wrong === undefined) return;
  throw new TflqError('usage', `the front end ${frontEnd} has no such parameter`, {
    where: FLAGS[wrong],
    hint: 'Leave the flag out, or choose another --front-end: docs/AUDIO.md has a table.',
  });
}

function refuse(key: keyof AudioSettings, message: string, hint: string): never {
  throw new TflqError('usage', message, { where: FLAGS[key], hint });
}

function checkFrames({ windowMs, strideMs, fftSize }: SpectrogramSettings, sampleRate: number): void {
  const window = samplesIn(windowMs, sampleRate);
  if (window < 1) refuse('windowMs', `a window of ${windowMs} ms holds no sample`, 'Usual are 20 to 40 ms.');
  if (samplesIn(strideMs, sampleRate) < 1)
    refuse('strideMs', `a stride of ${strideMs} ms is less than one sample`, 'Usual are 10 to 20 ms.');
  if (!isPowerOfTwo(fftSize) || fftSize < 2 || fftSize > LARGEST_FFT)
    refuse('fftSize', `${fftSize} is no size of an FFT`, `Give a power of two from 2 to ${LARGEST_FFT}.`);
  if (fftSize < window)
    refuse(
      'fftSize',
      `an FFT of ${fftSize} is shorter than the window of ${window} samples`,
      'Leave --fft-size out for the lowest power of two that holds the window.',
    );
}

function checkFilters(
  { melBins, melLower, melUpper, dctCount }: SpectrogramSettings,
  sampleRate: number,
): void {
  if (melBins > MOST_BINS)
    refuse('melBins', `${melBins} mel bins are too many`, `Give at most ${MOST_BINS}.`);
  if (melUpper > sampleRate / 2)
    refuse(
      'melUpper',
      `${melUpper} Hz is above half the sample rate, ${sampleRate / 2} Hz`,
      'A sound holds no such frequency.',
    );
  if (melLower >= melUpper)
    refuse('melLower', `${melLower} Hz is not below the upper edge, ${melUpper} Hz`, 'See --mel-upper.');
  if (dctCount > melBins)
    refuse('dctCount', `there are only ${melBins} coefficients, as many as mel bins`, 'Usual are 10 to 13.');
}

/** Refuses spectrograms that cannot be computed. */
export function checkSpectrogram(settings: SpectrogramSettings, sampleRate: number): void {
  checkFrames(settings, sampleRate);
  checkFilters(settings, sampleRate);
}
