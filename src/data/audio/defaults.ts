/** What is taken where neither the user nor the project says anything, by front end. */
import { nextPowerOfTwo } from './fft.ts';
import { MICRO_SPEECH } from './micro-speech/index.ts';
import type { AudioPreprocessing, AudioSettings, SpectrogramSettings } from './parameters.ts';
import { samplesIn } from './spectrogram.ts';

/** The parameters that any front end has. */
export const COMMON = {
  sampleRate: 16_000,
  resample: false,
  mix: 'mean',
  align: 'start',
  level: 'none',
  preEmphasis: 0,
  mean: 0,
  scale: 1,
} as const satisfies AudioSettings;

/** Those of spectrograms; the FFT's size and the upper edge follow from others. */
const SPECTROGRAM = {
  windowMs: 30,
  strideMs: 20,
  windowFunction: 'hann',
  spectrum: 'magnitude',
  melBins: 40,
  melLower: 20,
  melFormula: 'htk',
  log: 'ln',
  logFloor: 1e-6,
} as const satisfies Partial<SpectrogramSettings>;

/** What a front end has otherwise, or that it has more of. */
export const PRESETS: Readonly<Record<AudioPreprocessing['frontEnd'], AudioSettings>> = {
  raw: {},
  'log-mel': SPECTROGRAM,
  mfcc: { ...SPECTROGRAM, dctCount: 13 },
  'micro-speech': { sampleRate: MICRO_SPEECH.sampleRate },
  // As training/keyword_spotting of mlcommons/tiny has it: clips of a second, divided by their highest sample.
  kws: { ...SPECTROGRAM, dctCount: 10, melUpper: 4000, level: 'max', clipMs: 1000 },
};

/** True for front ends that compute a spectrogram whose parameters can be chosen. */
export function hasSpectrogram(frontEnd: AudioPreprocessing['frontEnd']): boolean {
  return PRESETS[frontEnd].windowMs !== undefined;
}

/** The FFT's size for a window: the lowest power of two that holds it, as tf.signal.stft has it. */
export function usualFftSize(windowMs: number, sampleRate: number): number {
  return nextPowerOfTwo(Math.max(1, samplesIn(windowMs, sampleRate)));
}
