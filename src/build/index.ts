/** Builds an emitted project into a firmware image. */
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { builtImage } from '../boards/framework.ts';
import { TflqError } from '../common/errors.ts';
import { requirePrograms } from '../common/programs.ts';
import { type Progress, silent } from '../common/progress.ts';
import { BUILD_LOG } from '../common/project-paths.ts';
import type { Manifest } from '../emit/manifest.ts';
import { diagnose } from './diagnose.ts';
import { type MemoryUse, memoryUse } from './elf.ts';
import { execute } from './execute.ts';
import { buildNeeds, systemOf } from './needs.ts';

/** How to build. */
export interface BuildOptions {
  readonly progress?: Progress;
  /** Ends the build and the compilers that it started. */
  readonly signal?: AbortSignal;
}

/** What a build made. */
export interface BuildResult extends MemoryUse {
  /** What the board has, in bytes; null where memory is not the question. */
  readonly flashAvailable: number | null;
  readonly ramAvailable: number | null;
  /** Path of the firmware image, an ELF file. */
  readonly image: string;
  /** Path of the file with all that the compilers printed. */
  readonly log: string;
}

/** Writes the log; before the build too, so that a folder that cannot be written is told of at once. */
async function writeLog(log: string, printed: readonly Uint8Array[]): Promise<void> {
  try {
    await mkdir(dirname(log), { recursive: true });
    await writeFile(log, Buffer.concat(printed));
  } catch (cause) {
    throw new TflqError('project', "the project's build folder cannot be written", {
      where: dirname(log),
      hint: 'Is it a folder, is it yours, and is there room on the disk?',
      cause,
    });
  }
}

/**
 * Builds the project in a folder.
 *
 * @throws TflqError('tool') when a compiler or make is missing: says what to install
 * @throws TflqError('build') when the firmware does not compile, link or fit: says why, and where the log is
 * @throws TflqError('project') when the build folder cannot be written
 * @throws TflqError('interrupted') when the signal ended it
 */
export async function buildProject(
  dir: string,
  manifest: Manifest,
  { progress = silent, signal }: BuildOptions = {},
): Promise<BuildResult> {
  const { board } = manifest;
  const system = await systemOf(manifest);
  const { programs, packages, install } = await buildNeeds(manifest);
  await requirePrograms(programs, packages, `building for ${board.id}`, install);

  const log = join(dir, BUILD_LOG);
  const printed: Uint8Array[] = [];
  await writeLog(log, printed);
  progress.start(`building ${manifest.name} for ${board.id}`);
  try {
    const { code, output } = await system.build({
      dir,
      manifest,
      execute: (program, args) =>
        execute(program, args, { cwd: dir, log: (chunk) => printed.push(chunk), signal }),
    });
    if (code !== 0) {
      const { message, hint, missingTool } =
        system.advise?.(output, manifest) ?? diagnose(output, board, manifest.runtime);
      throw new TflqError(missingTool ? 'tool' : 'build', message, {
        where: log,
        hint: hint ?? 'That file has all that the compiler said.',
      });
    }
  } finally {
    progress.finish();
    await writeLog(log, printed);
  }

  const image = await builtImage(dir, board, manifest.name);
  let bytes: Buffer;
  try {
    bytes = await readFile(image);
    // Where nothing had to be made again, the image still is as new as its sources from now on: flash asks.
    const now = new Date();
    await utimes(image, now, now);
  } catch (cause) {
    throw new TflqError('build', `the build succeeded but left no ${relative(dir, image)}`, {
      where: log,
      hint: `Has the project's own build file been edited? Its target \`all\` must make it.`,
      cause,
    });
  }
  return {
    image,
    log,
    ...memoryUse(bytes, image, manifest.name),
    flashAvailable: board.memory?.flash.size ?? null,
    ramAvailable: board.memory?.ram.size ?? null,
  };
}
