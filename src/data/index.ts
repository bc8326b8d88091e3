/** Representative, test and label data. */

export { MEL_FORMULAS } from './audio/mel.ts';
export {
  ALIGNMENTS,
  type AudioSettings,
  FRONT_ENDS,
  LEVELS,
  LOGARITHMS,
  MIXES,
  SPECTRA,
} from './audio/parameters.ts';
export { WINDOW_FUNCTIONS } from './audio/windows.ts';
export { predictedClass } from './classify.ts';
export type { DataArray } from './data-array.ts';
export { encodeSample } from './encode.ts';
export { firstNonFinite } from './first-non-finite.ts';
export { checkClasses, checkLabelCount, loadLabels } from './labels.ts';
export { loadArrays } from './load.ts';
export { matchSamples } from './match.ts';
export { writeNpy } from './npy.ts';
export { openSamples } from './open-samples.ts';
export type { OpenedSamples } from './opened-samples.ts';
export {
  CHANNEL_ORDERS,
  INTERPOLATIONS,
  type Preprocessing,
  RESIZES,
} from './preprocessing.ts';
export { RAW_TYPES } from './raw.ts';
export { type Part, partOf, readingAhead, type SampleSet, someOf } from './sample-set.ts';
export type { DataRequest } from './sample-source.ts';
export type { LoadedSamples, Samples } from './samples.ts';
