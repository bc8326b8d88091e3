/** Sounds cut and prepared before anything is computed from them. */
import type { AudioPreprocessing } from './parameters.ts';

/** The share of the difference in length that lies before the clip. */
const BEFORE = { start: 0, center: 0.5, end: 1 } as const;

/** So many samples of a sound; silence is added to a short one. */
export function cutClip(
  samples: Float64Array,
  length: number,
  align: AudioPreprocessing['align'],
): Float64Array {
  const clip = new Float64Array(length);
  const skip = Math.floor(BEFORE[align] * (samples.length - length));
  if (skip >= 0) clip.set(samples.subarray(skip, skip + length));
  else clip.set(samples.subarray(0, length + skip), -skip);
  return clip;
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
