/** From a sound to what a network takes. */
import type { DType, TensorData } from '../../graph/dtype.ts';
import type { Tensor } from '../../graph/graph.ts';
import { preEmphasize, setLevel } from './clip.ts';
import { MICRO_SPEECH, microSpeechFeatures, toInt8, toReal } from './micro-speech/index.ts';
import type { AudioPreprocessing } from './parameters.ts';
import { Spectrograph, samplesIn } from './spectrogram.ts';

/** What makes a clip's features; there are as many as the input has elements. */
export interface FrontEnd {
  readonly dtype: DType;
  /** @param clip of the length and the sample rate that the parameters say */
  compute(clip: Float64Array): TensorData;
}

/** The features' highest value where the example's network has 127, and how far from it another network can be. */
const EXAMPLE_RANGE = 26;
const TOLERANCE = 0.2;

/** True for an input of the example's own scale, for which the example's integer formula is meant. */
export function takesExampleBytes({ dtype, quant }: Tensor): boolean {
  const [scale = 0] = quant?.scale ?? [];
  const isExample = Math.abs(255 * scale - EXAMPLE_RANGE) < TOLERANCE && quant?.zeroPoint[0] === -128;
  return dtype === 'int8' && isExample;
}

const toInt16 = (samples: Float64Array): Int16Array =>
  Int16Array.from(samples, (value) => Math.min(32767, Math.max(-32768, Math.round(value * 32768))));

/** How many frames a clip has. */
export function framesIn(clip: number, window: number, stride: number): number {
  return clip < window ? 0 : 1 + Math.floor((clip - window) / stride);
}

function microSpeech({ clip: length }: AudioPreprocessing, input: Tensor): FrontEnd {
  const isInt8 = takesExampleBytes(input);
  const frames = framesIn(length, MICRO_SPEECH.window, MICRO_SPEECH.stride);
  return {
    dtype: isInt8 ? 'int8' : 'float32',
    compute(clip) {
      const features = microSpeechFeatures(toInt16(clip), frames);
      return isInt8 ? toInt8(features) : toReal(features);
    },
  };
}

/**
 * Gives what makes features.
 *
 * @param preprocessing fits the input
 */
export function frontEndOf(preprocessing: AudioPreprocessing, input: Tensor): FrontEnd {
  if (preprocessing.frontEnd === 'micro-speech') return microSpeech(preprocessing, input);
  const { clip: length, level, preEmphasis, spectrogram, sampleRate, mean, scale } = preprocessing;
  const graph = spectrogram && new Spectrograph(spectrogram, sampleRate);
  const frames = spectrogram
    ? framesIn(
        length,
        samplesIn(spectrogram.windowMs, sampleRate),
        samplesIn(spectrogram.strideMs, sampleRate),
      )
    : 0;
  return {
    dtype: 'float32',
    compute(clip) {
      const prepared = preEmphasize(setLevel(clip, level), preEmphasis);
      const features = graph?.compute(prepared, frames) ?? prepared;
      return Float32Array.from(features, (value) => (value - mean) * scale);
    },
  };
}
