/** Programs that the tool starts but does not bring: compilers, make, emulators. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { TflqError } from './errors.ts';

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * Looks a program up as a shell would.
 *
 * @param name a program's name, looked up in PATH, or a path with a slash in it
 * @returns its path, or undefined if there is none that can be executed
 */
export async function findProgram(name: string): Promise<string | undefined> {
  if (name.includes('/')) return (await isExecutable(name)) ? name : undefined;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder === '' ? '.' : folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/**
 * Makes sure that programs are there before anything is started.
 *
 * @param names programs, as `findProgram` takes them
 * @param packages the Debian packages that bring them
 * @param purpose what they are for, e.g. "building for microbit"
 * @param install how else to get them, for those that Debian has not
 * @throws TflqError('tool') that names the missing ones and how to install them
 */
export async function requirePrograms(
  names: readonly string[],
  packages: readonly string[],
  purpose: string,
  install?: string,
): Promise<void> {
  const found = await Promise.all(names.map(findProgram));
  const missing = names.filter((_, index) => found[index] === undefined);
  if (missing.length === 0) return;
  throw new TflqError('tool', `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed`, {
    where: purpose,
    hint:
      install ??
      (packages.length > 0
        ? `On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}`
        : 'Install it and make sure that it is in PATH.'),
  });
}
