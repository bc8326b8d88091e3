/** Keeps a stale image off the board. */
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { TflqError } from '../common/errors.ts';

/** Files whose change asks for a new build. Notes, data and reports that lie in the project do not. */
const SOURCE =
  /\.(?:c|cc|cpp|h|hpp|ino|s|ld|mk)$|^(?:Makefile|CMakeLists\.txt|platformio\.ini|sketch\.yaml|tflq\.json)$/i;

/** Folders of a project that hold no sources. */
const SKIPPED = new Set(['build', 'model', 'node_modules']);

/** The source below `dir` that was changed last. */
async function newestSource(dir: string): Promise<{ path: string; mtimeMs: number } | undefined> {
  let newest: { path: string; mtimeMs: number } | undefined;
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    let found: typeof newest;
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
      found = await newestSource(path);
    else if (entry.isFile() && SOURCE.test(entry.name)) found = { path, mtimeMs: (await stat(path)).mtimeMs };
    if (found !== undefined && (newest === undefined || found.mtimeMs > newest.mtimeMs)) newest = found;
  }
  return newest;
}

/**
 * Makes sure that there is an image and that it is no older than any source of the project.
 *
 * @throws TflqError('project') if it is not so
 */
export async function checkImage(dir: string, image: string): Promise<void> {
  const built = await stat(image).catch(() => undefined);
  if (built === undefined) {
    throw new TflqError('project', 'nothing was built yet', {
      where: dir,
      hint: 'Run `tflq-micro build` first, or `tflq-micro run`, which does all steps.',
    });
  }
  const newest = await newestSource(dir);
  if (newest !== undefined && newest.mtimeMs > built.mtimeMs) {
    throw new TflqError(
      'project',
      `the image is older than ${relative(dir, newest.path)}: flashing it would not do what the source says`,
      { where: image, hint: 'Run `tflq-micro build` again.' },
    );
  }
}
