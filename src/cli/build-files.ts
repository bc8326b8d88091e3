/** What `gen` leaves for a build system that calls it: which files the project came from, and when it was made. */
import { join } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { MANIFEST_FILE } from '../emit/index.ts';
import { writeOutput } from './write-file.ts';

/** The files that were asked for. */
export interface BuildFiles {
  /** A depfile, as compilers write it for make and Ninja. */
  readonly depfile?: string | undefined;
  /**
   * An empty file that is written anew each time. The project's own files keep their times where nothing changed in
   * them, so that nothing is compiled in vain; a build system could not tell from them that they are up to date.
   */
  readonly stamp?: string | undefined;
}

/**
 * A path in a depfile, as gcc writes it and GNU make, Ninja and CMake read it: blanks and `#` get a backslash,
 * backslashes in front of those are doubled, and so is `$`.
 *
 * @throws TflqError('usage') for a path that no depfile can hold
 */
function depfilePath(path: string): string {
  if (/[\n\r\0]/.test(path)) {
    throw new TflqError('usage', 'a path with a line break in it cannot stand in a depfile', {
      where: JSON.stringify(path),
      hint: 'Rename the file.',
    });
  }
  return path
    .replace(
      /(\\*)([ \t#])/g,
      (_, slashes: string, character: string) => `${slashes}${slashes}\\${character}`,
    )
    .replaceAll('$', '$$$$');
}

/**
 * The text of a depfile: one rule without a recipe.
 *
 * @throws TflqError('usage') for a path that no depfile can hold
 */
export function formatDepfile(target: string, dependencies: readonly string[]): string {
  return `${[`${depfilePath(target)}:`, ...dependencies.map(depfilePath)].join(' \\\n  ')}\n`;
}

/**
 * Writes the files that were asked for. The stamp comes last: it says that all is done.
 *
 * @param project the project's folder; its manifest is the depfile's target where there is no stamp
 * @param inputs the files that the project was made from; paths stand in the depfile as they are given
 * @throws TflqError('usage') where one cannot be written
 */
export async function writeBuildFiles(
  { depfile, stamp }: BuildFiles,
  project: string,
  inputs: readonly string[],
): Promise<void> {
  if (depfile !== undefined) {
    const text = formatDepfile(stamp ?? join(project, MANIFEST_FILE), inputs);
    await writeOutput(depfile, text, '--depfile');
  }
  if (stamp !== undefined) await writeOutput(stamp, '', '--stamp');
}
