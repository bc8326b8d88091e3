/** What a model format has to offer. One folder in src/formats implements it. */
import type { Graph } from '../graph/graph.ts';

/** What a user says of a model besides giving its file. */
export interface ReadOptions {
  /**
   * Reads a file that the model refers to by a name relative to its own folder (weights that lie apart).
   *
   * @throws TflqError('model') where there is none, or the name leads out of the model's folder
   */
  readonly companion?: (name: string) => Promise<Uint8Array>;
  /** Shapes of inputs that the file leaves open, by name; under '' for the only input. The batch is theirs too. */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]>;
}

/** A format that models can be read from. */
export interface ModelFormat {
  /** Its name, for messages. */
  readonly name: string;
  /** The endings of its files, in lower case, e.g. `.tflite`. */
  readonly extensions: readonly string[];
  /** True where the bytes are of this format, sound or not. */
  recognizes(bytes: Uint8Array): boolean;
  /**
   * Reads and checks a model. What it computes with learned or stored integer parameters comes as pairs of QUANTIZE
   * and DEQUANTIZE in a float graph (or as int8 constants before a DEQUANTIZE).
   *
   * @throws TflqError('model') that names the file, what is wrong with it and where
   */
  read(bytes: Uint8Array, fileName: string, options: ReadOptions): Graph | Promise<Graph>;
}
