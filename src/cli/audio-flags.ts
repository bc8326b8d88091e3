/** Flags that say how sounds become samples: docs/AUDIO.md. */
import { Flags, type Interfaces } from '@oclif/core';
import { TflqError } from '../common/errors.ts';
import {
  ALIGNMENTS,
  type AudioSettings,
  FRONT_ENDS,
  LEVELS,
  LOGARITHMS,
  MEL_FORMULAS,
  MIXES,
  SPECTRA,
  WINDOW_FUNCTIONS,
} from '../data/index.ts';

const SOUNDS = { helpGroup: 'SOUNDS' };

/** A number in a range. */
const number = Flags.custom<number, { from: number; above?: boolean; upTo?: number }>({
  helpValue: 'X',
  parse: async (text, _context, { name, from, above = false, upTo = Number.MAX_VALUE }) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if ((above ? value > from : value >= from) && value <= upTo) return value;
    const range = `${above ? 'above' : 'from'} ${from}${upTo < Number.MAX_VALUE ? ` to ${upTo}` : ''}`;
    throw new TflqError('usage', `--${name} takes a number ${range}, not ${JSON.stringify(text)}`, {
      hint: 'docs/AUDIO.md tells what is usual.',
    });
  },
});

/** What is computed from a clip that is already cut. */
const spectrogramFlags = {
  'window-ms': number({
    ...SOUNDS,
    from: 0,
    above: true,
    helpValue: 'MS',
    description: 'the length of a frame; 30 unless given',
  }),
  'stride-ms': number({
    ...SOUNDS,
    from: 0,
    above: true,
    helpValue: 'MS',
    description: 'from frame to frame; 20 unless given',
  }),
  'window-function': Flags.option({ options: WINDOW_FUNCTIONS })({
    ...SOUNDS,
    description: 'hann unless given',
  }),
  'fft-size': Flags.integer({
    ...SOUNDS,
    min: 2,
    helpValue: 'N',
    description: 'the lowest power of two that holds a frame, unless given',
  }),
  spectrum: Flags.option({ options: SPECTRA })({ ...SOUNDS, description: 'magnitude unless given' }),
  'mel-bins': Flags.integer({
    ...SOUNDS,
    min: 1,
    helpValue: 'N',
    description: "the input's of log-mel, else 40, unless given",
  }),
  'mel-lower': number({
    ...SOUNDS,
    from: 0,
    helpValue: 'HZ',
    description: 'the edge of the lowest filter; 20 unless given',
  }),
  'mel-upper': number({
    ...SOUNDS,
    from: 0,
    above: true,
    helpValue: 'HZ',
    description: 'the edge of the highest filter; half the sample rate, of kws 4000, unless given',
  }),
  'mel-formula': Flags.option({ options: MEL_FORMULAS })({
    ...SOUNDS,
    description: 'as TensorFlow (htk) or as librosa (slaney); htk unless given',
  }),
  log: Flags.option({ options: LOGARITHMS })({
    ...SOUNDS,
    description: 'natural, or 10 log10; ln unless given',
  }),
  'log-floor': number({
    ...SOUNDS,
    from: 0,
    above: true,
    description: 'what is added before the logarithm; 1e-6 unless given',
  }),
  'dct-count': Flags.integer({
    ...SOUNDS,
    min: 1,
    helpValue: 'N',
    description: "coefficients of mfcc; the input's unless given",
  }),
};

/** How sounds become samples. */
export const audioFlags = {
  'front-end': Flags.option({ options: FRONT_ENDS })({
    ...SOUNDS,
    description: 'what is computed from sounds; raw unless given',
  }),
  'sample-rate': Flags.integer({
    ...SOUNDS,
    min: 1,
    helpValue: 'HZ',
    description: 'what the model was trained with; 16000 unless given',
  }),
  resample: Flags.boolean({
    ...SOUNDS,
    allowNo: true,
    description: 'convert files of another sample rate instead of refusing them',
  }),
  mix: Flags.option({ options: MIXES })({
    ...SOUNDS,
    description: 'how several channels become one; mean unless given',
  }),
  'clip-ms': number({
    ...SOUNDS,
    from: 0,
    above: true,
    helpValue: 'MS',
    description: 'so much of a file is used; what the input takes unless given',
  }),
  align: Flags.option({ options: ALIGNMENTS })({
    ...SOUNDS,
    description: 'where a file that is too long or too short lies; start unless given',
  }),
  level: Flags.option({ options: LEVELS })({
    ...SOUNDS,
    description: 'what a clip is divided by: its highest or highest absolute sample; none unless given',
  }),
  'pre-emphasis': number({
    ...SOUNDS,
    from: 0,
    upTo: 1,
    description: 'take so much of each sample from the next, e.g. 0.97; 0 unless given',
  }),
  ...spectrogramFlags,
};

/** Turns the flags into settings; those that were not given are undefined. */
export function audioSettings(flags: Interfaces.InferredFlags<typeof audioFlags>): AudioSettings {
  const given = {
    frontEnd: flags['front-end'],
    sampleRate: flags['sample-rate'],
    resample: flags.resample,
    mix: flags.mix,
    clipMs: flags['clip-ms'],
    align: flags.align,
    level: flags.level,
    preEmphasis: flags['pre-emphasis'],
    windowMs: flags['window-ms'],
    strideMs: flags['stride-ms'],
    windowFunction: flags['window-function'],
    fftSize: flags['fft-size'],
    spectrum: flags.spectrum,
    melBins: flags['mel-bins'],
    melLower: flags['mel-lower'],
    melUpper: flags['mel-upper'],
    melFormula: flags['mel-formula'],
    log: flags.log,
    logFloor: flags['log-floor'],
    dctCount: flags['dct-count'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
