/** Samples for a network: what calibration, evaluation and validation are fed with. */
import type { TensorData } from '../graph/dtype.ts';

/**
 * A set of samples matched to a network's inputs. `sample(k)` gives one array per network input, in the
 * network's order: Float32Array where the data is real-valued (whoever feeds it to an integer input quantizes
 * it by that input's parameters), or the input's own integer type, to be used unchanged.
 */
export interface Samples {
  /** Number of samples, ≥ 1. */
  readonly count: number;
  /** True where samples are decoded from files when they are asked for. They are finite, and dear to ask for twice. */
  readonly isStreamed?: boolean;
  /** The arrays of sample `k`, 0 ≤ k < count. A promise where they are decoded from a file of their own. */
  sample(k: number): readonly TensorData[] | Promise<readonly TensorData[]>;
}

/** Samples that all lie in memory. */
export interface LoadedSamples extends Samples {
  sample(k: number): readonly TensorData[];
}
