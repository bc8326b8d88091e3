/**
 * Writes a project so that nothing half-written is ever seen. Everything is written to a temporary folder on the
 * same disk first; then the files are moved into place, which cannot fail for lack of room, and is undone where it
 * fails all the same. The moves are synchronous: Ctrl-C waits for them.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { Moves, removeEmptyFolder } from './moves.ts';
import type { RenderedProject } from './project.ts';
import { isVacant, planWrite, type WritePlan } from './project-state.ts';

/** How to write. */
export interface WriteOptions {
  /** Overwrite files of ours that were edited, and write into a folder that holds something else. */
  readonly force?: boolean;
  /** Ends the write with TflqError('interrupted'); nothing is left of it then. */
  readonly signal?: AbortSignal | undefined;
}

/** Beginning of the temporary folder's name. */
const TEMPORARY = '.tflq-';

/** What was done, as paths in the project. */
export interface WriteResult {
  /** New or changed. */
  readonly written: string[];
  /** The user's own version stayed. */
  readonly kept: string[];
}

/** Writes files below a folder. */
async function stage(
  folder: string,
  { files }: RenderedProject,
  paths: Iterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const path of paths) {
    if (signal?.aborted) throw new TflqError('interrupted', 'writing the project was interrupted');
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, files.get(path)!);
  }
}

/** Puts what lies in `staged` into place, and what was there into `backup`. */
function commit(dir: string, staged: string, backup: string, { write, remove }: WritePlan): void {
  const moves = new Moves();
  try {
    for (const path of remove) moves.move(join(dir, path), join(backup, path));
    // Sorted, with the manifest behind all others: it tells of what is there already.
    for (const path of write) {
      moves.move(join(dir, path), join(backup, path));
      moves.move(join(staged, path), join(dir, path));
    }
  } catch (error) {
    moves.undo();
    throw error;
  }
  for (const path of remove) {
    let folder = dirname(path);
    while (folder !== '.' && removeEmptyFolder(join(dir, folder))) folder = dirname(folder);
  }
}

/** Into a folder that does not exist yet: it appears whole. */
async function writeNew(
  project: RenderedProject,
  dir: string,
  signal: AbortSignal | undefined,
): Promise<WriteResult> {
  const parent = dirname(dir);
  const made = await mkdir(parent, { recursive: true });
  const temporary = await mkdtemp(join(parent, TEMPORARY));
  try {
    // A folder of its own in the temporary one, which only its owner may enter.
    const staged = join(temporary, 'project');
    await stage(staged, project, project.files.keys(), signal);
    await rename(staged, dir);
  } catch (error) {
    await rm(temporary, { recursive: true });
    for (let folder = parent; made !== undefined && folder.length >= made.length; folder = dirname(folder)) {
      removeEmptyFolder(folder);
    }
    throw error;
  }
  await rm(temporary, { recursive: true });
  return { written: [...project.files.keys()], kept: [] };
}

/** Into a folder that is there: file by file, or nothing at all. */
async function writeOver(
  project: RenderedProject,
  dir: string,
  { force = false, signal }: WriteOptions,
): Promise<WriteResult> {
  const plan = (await isVacant(dir))
    ? { write: [...project.files.keys()], keep: [], remove: [] }
    : await planWrite(project, dir, force);
  const temporary = await mkdtemp(join(dir, TEMPORARY));
  try {
    const staged = join(temporary, 'new');
    await stage(staged, project, plan.write, signal);
    commit(dir, staged, join(temporary, 'old'), plan);
  } finally {
    await rm(temporary, { recursive: true });
  }
  return { written: [...plan.write], kept: [...plan.keep] };
}

/**
 * Writes a project into a folder: a new or empty one, or that of a project, which it then brings up to date. Files
 * that are the same already are not touched, so that nothing is compiled in vain. Files that the user may change are
 * written where they are absent, updated while nobody changed them, and kept otherwise.
 *
 * @throws TflqError('project') where files of ours were edited, the folder holds something else, or cannot be written
 * @throws TflqError('interrupted') when the signal ended it
 */
export async function writeProject(
  project: RenderedProject,
  dir: string,
  options: WriteOptions = {},
): Promise<WriteResult> {
  const path = resolve(dir);
  try {
    if (!existsSync(path)) return await writeNew(project, path, options.signal);
    return await writeOver(project, await realpath(path), options);
  } catch (error) {
    if (error instanceof TflqError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new TflqError('project', `the project cannot be written: ${(error as Error).message}`, {
      where: dir,
      hint: 'Is the folder yours, and is there room on the disk?',
      cause: error,
    });
  }
}
