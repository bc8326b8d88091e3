/** What a build system has to offer. One file in src/build/systems implements it. */
import type { Manifest } from '../emit/manifest.ts';
import type { Diagnosis } from './diagnose.ts';

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
  programs(project: Pick<Manifest, 'board' | 'runtime'>): string[];
  /** Debian packages of those that are no part of the board's toolchain. */
  readonly packages?: readonly string[];
  /** How to get them, where Debian has no packages of them. */
  readonly install?: string;
  /** Makes the image that the framework's file names. Resolves to how it ended. */
  build(run: BuildRun): Promise<ExecuteResult>;
  /** What a failed build's output means, where the system knows better than diagnose.ts. */
  advise?(output: string, manifest: Manifest): Diagnosis | undefined;
}
