/** Samples that lie in files of their own: images, sounds. They are decoded when they are wanted, one at a time. */
import type { Progress } from '../common/progress.ts';
import type { DType, TensorData } from '../graph/dtype.ts';
import type { Tensor } from '../graph/graph.ts';
import type { Preprocessing, PreprocessingSettings } from './preprocessing.ts';

/** Samples for a network's only input. */
export interface SampleSource {
  /** ≥ 1. */
  readonly count: number;
  /** Of one sample, without an axis that counts them. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** How files become samples, complete. */
  readonly preprocessing?: Preprocessing;
  /**
   * Decodes sample `k`, 0 ≤ k < count: finite numbers of the shape, row-major.
   *
   * @throws TflqError('data') that names the file which cannot be decoded
   */
  sample(k: number): Promise<TensorData>;
}

/** A file that holds one sample. */
export interface ClassFile {
  readonly path: string;
  /** The class, counted from 0; −1 where files lie in no folders of classes. */
  readonly label: number;
}

/** What the user said of data; all of it can be left out. */
export interface DataRequest {
  /** What the flags say of preprocessing. */
  readonly settings?: PreprocessingSettings;
  /** What the project says of it, for what the flags leave open. */
  readonly preprocessing?: Preprocessing | undefined;
  /** The file of labels, if there is one. */
  readonly labels?: string | undefined;
  /** The column of a .csv file that holds the class: its name, or its number counted from 1. */
  readonly labelColumn?: string | undefined;
  /** The element type of a raw .bin file; float32 unless given. */
  readonly dataType?: DType | undefined;
  /** Folders are no classes. */
  readonly isUnlabelled?: boolean;
  /** Leaves out files that cannot be decoded, instead of stopping at them. */
  readonly skipBad?: boolean;
  /** Is told what a person should know, one line each. */
  readonly note?: (line: string) => void;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** What a FolderFormat is asked for. */
export interface FolderRequest extends DataRequest {
  /** The network's only input. */
  readonly input: Tensor;
}

/** A kind of files that hold one sample each. */
export interface FolderFormat {
  /** In plural, for messages, e.g. `images`. */
  readonly name: string;
  /** Of the files, in lower case, without a dot. */
  readonly extensions: readonly string[];
  /**
   * Looks whether a file can be decoded: at its head only, or thoroughly, all of it.
   *
   * @returns undefined where it can; else what is wrong with it, as the predicate of a sentence, e.g. `is no image`
   */
  check(path: string, isThorough: boolean): Promise<string | undefined>;
  /**
   * Opens files, all of which passed the check.
   *
   * @throws TflqError where the settings or the network's input do not fit
   */
  open(files: readonly ClassFile[], request: FolderRequest): Promise<SampleSource>;
}
