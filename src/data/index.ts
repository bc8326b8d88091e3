/** Representative, test and label data. */

export { predictedClass } from './classify.ts';
export type { DataArray } from './data-array.ts';
export { encodeSample } from './encode.ts';
export { firstNonFinite } from './first-non-finite.ts';
export { checkLabelCount, loadLabels } from './labels.ts';
export { loadArrays } from './load.ts';
export { matchSamples } from './match.ts';
export { writeNpy } from './npy.ts';
export type { LoadedSamples, Samples } from './samples.ts';
