/** Sounds cut and prepared before anything is computed from them. */
import type { AudioPreprocessing } from './parameters.ts';
import type { Resampler } from './resample.ts';

/** The share of the difference in length that lies before the clip. */
const BEFORE = { start: 0, center: 0.5, end: 1 } as const;

/**
 * Cuts a clip out of a sound; silence is added to a short one.
 *
 * @param resampler from the sound's sample rate to the clip's
 */
export function cutClip(
  samples: Float64Array,
  { clip, align }: Pick<AudioPreprocessing, 'clip' | 'align'>,
  resampler: Resampler,
): Float64Array {
  const surplus = resampler.lengthOf(samples.length) - clip;
  return resampler.convert(samples, Math.floor(BEFORE[align] * surplus), clip);
}

/** Divides a clip so that its highest sample is 1; one without any above 0 stays as it is. */
export function setLevel(clip: Float64Array, level: AudioPreprocessing['level']): Float64Array {
  if (level === 'none') return clip;
  const highest = clip.reduce((max, value) => Math.max(max, level === 'peak' ? Math.abs(value) : value), 0);
  return highest === 0 ? clip : clip.map((value) => value / highest);
}

/** Makes high frequencies louder: y[t] = x[t] − coefficient · x[t − 1], of silence before the clip. */
export function preEmphasize(clip: Float64Array, coefficient: number): Float64Array {
  return coefficient === 0 ? clip : clip.map((value, i) => value - coefficient * (clip[i - 1] ?? 0));
}
