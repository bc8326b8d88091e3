/** What a way to get an image onto a board has to offer. One file in src/flash/methods implements it. */
import type { Progress } from '../common/progress.ts';
import type { Manifest } from '../emit/manifest.ts';

/** One image to be flashed. */
interface FlashRun {
  /** The project's folder. */
  readonly dir: string;
  readonly manifest: Manifest;
  /** Path of the image, an ELF file that is newer than its sources. */
  readonly image: string;
  /** The port that the user named, if any. */
  readonly port: string | undefined;
  /** Bits per second that the user asked for; the board's or the method's own otherwise. */
  readonly baud: number | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** The programs that a method starts. */
export interface FlashTools {
  /** Any of them will do. */
  readonly programs: readonly string[];
  /** How to get them, as a sentence. */
  readonly install: string;
}

/** Puts an image onto a board. Resolves to where it went, in words for the user. */
export interface FlashMethod {
  (run: FlashRun): Promise<string>;
  /** What `doctor` looks for, where the method does not do all by itself. */
  readonly tools?: FlashTools;
  /** False where it does nothing with an image, so that none must have been built. */
  readonly needsImage?: boolean;
}
