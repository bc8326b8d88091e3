/** What a model format has to offer. One folder in src/formats implements it. */
import type { Graph } from '../graph/graph.ts';

/** A format that models can be read from. */
export interface ModelFormat {
  /** Its name, for messages. */
  readonly name: string;
  /** The endings of its files, in lower case, e.g. `.tflite`. */
  readonly extensions: readonly string[];
  /** True where the bytes are of this format, sound or not. */
  recognizes(bytes: Uint8Array): boolean;
  /**
   * Reads and checks a model.
   *
   * @throws TflqError('model') that names the file, what is wrong with it and where
   */
  read(bytes: Uint8Array, fileName: string): Graph;
}
