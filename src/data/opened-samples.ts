/** What opening data gives. */
import type { Preprocessing } from './preprocessing.ts';
import type { SampleSet } from './sample-set.ts';

/** All samples of a file or folder, with what was found about them. */
export interface OpenedSamples extends SampleSet {
  /** The files that hold the samples. */
  readonly files: readonly string[];
  /** How many files were left out because they cannot be decoded. */
  readonly skipped: number;
  /** How files become samples, where each holds one. */
  readonly preprocessing?: Preprocessing;
}
