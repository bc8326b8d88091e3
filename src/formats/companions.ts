/** Files that a model refers to: weights that lie apart from it, in its own folder or below. */
import { readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';

/** True for a path that does not lead out of the folder that it is relative to. */
function staysInside(path: string): boolean {
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function outside(name: string, modelPath: string): TflqError {
  return new TflqError('model', `the model refers to a file outside of its folder, ${JSON.stringify(name)}`, {
    where: modelPath,
    hint: 'Files of a model lie beside it. Export the model again, or get it from a source that you trust.',
  });
}

/**
 * Gives a function that reads a model's further files. Names are relative to the model's folder and stay within it,
 * also where a part of the path is a symbolic link.
 *
 * @param modelPath the model's own file
 * @param onFile is told the path of each file that is read, and its bytes
 */
export function companionsOf(
  modelPath: string,
  onFile?: (path: string, bytes: Uint8Array) => void,
): (name: string) => Promise<Uint8Array> {
  const folder = dirname(modelPath);
  return async (name) => {
    const path = join(folder, name);
    if (
      isAbsolute(name) ||
      name.includes('\0') ||
      name.includes('\\') ||
      !staysInside(relative(folder, path))
    )
      throw outside(name, modelPath);
    try {
      const real = await realpath(path);
      if (!staysInside(relative(await realpath(folder), real))) throw outside(name, modelPath);
      const bytes = await readFile(real);
      onFile?.(path, bytes);
      return bytes;
    } catch (cause) {
      if (cause instanceof TflqError) throw cause;
      throw new TflqError('model', `the model's file ${JSON.stringify(name)} ${whyUnreadable(cause)}`, {
        where: modelPath,
        hint: 'Keep all files of the model in one folder, as they were exported.',
        cause,
      });
    }
  };
}
