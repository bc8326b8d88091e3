/** All parameters of sounds: how a file becomes what a network takes. */
import * as z from 'zod';
import { MEL_FORMULAS } from './mel.ts';
import { WINDOW_FUNCTIONS } from './windows.ts';

/**
 * What is computed from a sound. `raw`: nothing, its samples are the input. `log-mel` and `mfcc`: as tf.signal has them,
 * with all parameters free. `micro-speech`: the front end of TFLM's example, integer by integer. `kws`: the MFCCs of
 * MLPerf Tiny's keyword spotting.
 */
export const FRONT_ENDS = ['raw', 'log-mel', 'mfcc', 'micro-speech', 'kws'] as const;

/** How several channels become one. */
export const MIXES = ['mean', 'first'] as const;

/** Which part of a long sound is used, and where a short one lies in the silence around it. */
export const ALIGNMENTS = ['start', 'center', 'end'] as const;

/** What a clip is divided by: nothing, its highest sample, or its highest absolute one. */
export const LEVELS = ['none', 'max', 'peak'] as const;

/** |X| or |X|². */
export const SPECTRA = ['magnitude', 'power'] as const;

/** Natural logarithm, or 10 · log₁₀. */
export const LOGARITHMS = ['ln', 'db'] as const;

/** From a clip to a spectrogram, and to cepstral coefficients. */
const spectrogram = z.strictObject({
  windowMs: z.number().positive(),
  strideMs: z.number().positive(),
  windowFunction: z.enum(WINDOW_FUNCTIONS),
  /** A power of two, not below the window; zeros follow the window. */
  fftSize: z.int().positive(),
  spectrum: z.enum(SPECTRA),
  melBins: z.int().positive(),
  /** The edges of the lowest and the highest filter, in Hz. */
  melLower: z.number().nonnegative(),
  melUpper: z.number().positive(),
  melFormula: z.enum(MEL_FORMULAS),
  log: z.enum(LOGARITHMS),
  /** What is added before the logarithm. */
  logFloor: z.number().positive(),
  /** How many coefficients of the cosine transform there are; 0 where there is none. */
  dctCount: z.int().nonnegative(),
});

/** The schema of sounds' parameters, for the manifest. */
export const audioSchema = z.strictObject({
  kind: z.literal('audio'),
  frontEnd: z.enum(FRONT_ENDS),
  /** In Hz. */
  sampleRate: z.int().positive(),
  /** True where files of another rate are resampled; they are refused otherwise. */
  resample: z.boolean(),
  mix: z.enum(MIXES),
  /** What is cut out of a file, or it is filled up to with silence, in samples. */
  clip: z.int().positive(),
  align: z.enum(ALIGNMENTS),
  level: z.enum(LEVELS),
  /** y[t] = x[t] − preEmphasis · x[t − 1]; 0 is none. */
  preEmphasis: z.number().min(0).max(1),
  /** Absent where there is none to compute, or it has no parameters. */
  spectrogram: spectrogram.optional(),
  /** The input is (value − mean) · scale. */
  mean: z.number(),
  scale: z.number(),
});

/** The parameters of sounds, complete. */
export type AudioPreprocessing = z.infer<typeof audioSchema>;

/** The parameters of a spectrogram, complete. */
export type SpectrogramSettings = z.infer<typeof spectrogram>;

/** What a user can say of sounds. */
export interface AudioSettings
  extends Partial<Omit<AudioPreprocessing, 'kind' | 'clip' | 'spectrogram'> & SpectrogramSettings> {
  /** The length of a clip in milliseconds; what the input needs unless given. */
  readonly clipMs?: number;
}
