/** An array as a data file holds it, before it is matched to a network. */
import type { DType, TensorData } from '../graph/dtype.ts';

/** One array of a data file. */
export interface DataArray {
  /** Its name in the file; the file's own name, without its ending, where arrays have none. */
  readonly name: string;
  /** The first axis counts the samples. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The elements, row-major (C order). */
  readonly data: TensorData;
  /** What the class numbers stand for, where the elements are numbers made of names. */
  readonly classNames?: readonly string[];
}

/** What tells how to read formats that do not tell it themselves. */
export interface ReadOptions {
  /** The column of a .csv file that holds the class: its name, or its number counted from 1. */
  readonly labelColumn?: string | undefined;
}

/** A kind of data file. */
export interface DataFormat {
  /** Its name, for messages. */
  readonly name: string;
  /** True where a file is of this format, sound or not: by its content, or else by its name. */
  recognizes(bytes: Uint8Array, fileName: string): boolean;
  /**
   * Reads all arrays of a file.
   *
   * @param fileName the file's path, for messages and for the name of a nameless array
   * @throws TflqError('data') that names the file and what is wrong with it
   */
  read(bytes: Uint8Array, fileName: string, options?: ReadOptions): DataArray[];
}
