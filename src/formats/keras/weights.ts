/** Where the weights of layers come from, whichever file holds them. */
import type { KerasLayer } from './config.ts';

/** A weight that a layer has. */
export interface WeightSpec {
  /** Its name in Keras, e.g. `kernel`. */
  readonly name: string;
  /** False for what is not learned by gradients: moving averages. */
  readonly trainable?: false;
  /** The part of the layer that owns it, where it is not the layer itself, e.g. `cell` of an LSTM. */
  readonly owner?: string;
}

/** What a layer's file calls a weight: `kernel`, or `query_dense/kernel` for that of a part. A cell's are the layer's. */
export function weightKey({ name, owner }: WeightSpec): string {
  return owner === undefined || owner === 'cell' ? name : `${owner}/${name}`;
}

/** A weight that the file holds. */
export interface Weight {
  readonly shape: readonly number[];
  /** Its elements, row-major. */
  floats(): Float32Array;
}

/** The weights of a file. */
export interface WeightSource {
  /**
   * The weights of a layer.
   *
   * @param specs the weights that the layer has by its configuration, in Keras's order; not empty
   * @returns just as many, in that order
   * @throws TflqError('model') where the file holds others
   */
  weights(layer: KerasLayer, specs: readonly WeightSpec[]): readonly Weight[];
  /**
   * A weight that a layer, or the layer that it is a part of, may have beyond those of its configuration. Files that
   * keep no names of weights have no such method.
   */
  find?(layer: KerasLayer, name: string): Weight | undefined;
}

/** Says which weights a layer has by its configuration. */
export type SpecsOf = (layer: KerasLayer) => readonly WeightSpec[];
