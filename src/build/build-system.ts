/** What a build system has to offer. One file in src/build/systems implements it. */
import type { Manifest } from '../emit/manifest.ts';

/** One run of a build. */
interface BuildRun {
  /** The project's folder. */
  readonly dir: string;
  readonly manifest: Manifest;
  /** Runs a program in the project's folder and adds all it prints to the build's log. */
  readonly execute: (program: string, args: readonly string[]) => Promise<ExecuteResult>;
}

/** How a program ended, and what it printed. */
export interface ExecuteResult {
  /** Its exit code; null if a signal ended it. */
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** Drives one build system, e.g. make. */
export interface BuildSystem {
  /** The programs that it starts, the compiler among them. */
  programs(manifest: Manifest): string[];
  /** Makes BUILT_IMAGE. Resolves to how it ended. */
  build(run: BuildRun): Promise<ExecuteResult>;
}
