/** What lies in the folder that a project is to be written to, compared with what is to be written. */
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { isLocalFile } from './local-files.ts';
import { MANIFEST_FILE, type Manifest, readManifest } from './manifest.ts';
import { isUserFile, type RenderedProject, sha256 } from './project.ts';

/** What a write will do. Paths are those of the project, with slashes. */
export interface WritePlan {
  /** Files whose contents are to be written. */
  readonly write: readonly string[];
  /** Files of the user that stay as they are although we would write something else. */
  readonly keep: readonly string[];
  /** Files that an earlier project left and this one has not. */
  readonly remove: readonly string[];
}

/** A project held against a folder. */
export interface Comparison extends WritePlan {
  /** Of the files to be written, those that are not there. */
  readonly missing: readonly string[];
  /** Of the files to be written and removed, those that were changed since `gen` wrote them. */
  readonly edited: readonly string[];
}

/** What happens to one file, and whether a change of the user's is lost by it. */
interface Decision {
  readonly action: keyof WritePlan | 'nothing';
  readonly destroys: boolean;
}

/** What is at a path, without following a link. */
type Found =
  | { readonly kind: 'nothing' | 'folder' | 'other' }
  | { readonly kind: 'file'; readonly hash: string };

async function look(path: string): Promise<Found> {
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    // ENOTDIR: a part of the path is a file, which checkFolders tells of.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (stats === undefined) return { kind: 'nothing' };
  if (stats.isDirectory()) return { kind: 'folder' };
  if (!stats.isFile()) return { kind: 'other' };
  return { kind: 'file', hash: sha256(await readFile(path)) };
}

function inTheWay(dir: string, path: string, is: string, needed: string): TflqError {
  return new TflqError('project', `${path} is in the way: it is ${is}, not ${needed}`, {
    where: join(dir, path),
    hint: 'Move it away, or give another folder with -o.',
  });
}

/** The folders in which the files lie must be folders, not files, and not links that lead out of the project. */
async function checkFolders(dir: string, paths: readonly string[]): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  for (const folder of [...folders].sort()) {
    const { kind } = await look(join(dir, folder));
    if (kind === 'nothing' || kind === 'folder') continue;
    throw inTheWay(dir, folder, kind === 'file' ? 'a file' : 'a link', 'a folder');
  }
}

/** True where the folder is absent or holds nothing. */
export async function isVacant(dir: string): Promise<boolean> {
  const stats = await stat(dir).catch(() => undefined);
  if (stats === undefined) return true;
  if (!stats.isDirectory()) {
    throw new TflqError('project', 'there is a file where the project should be', {
      where: dir,
      hint: 'Give another folder with -o.',
    });
  }
  return (await readdir(dir)).length === 0;
}

/** The manifest of the project that is there; undefined where --force has to do without. */
async function manifestThere(dir: string, force: boolean): Promise<Manifest | undefined> {
  try {
    return await readManifest(dir);
  } catch (error) {
    if (force || !(error instanceof TflqError)) {
      if (error instanceof TflqError) return undefined;
      throw error;
    }
    const isProject = (await look(join(dir, MANIFEST_FILE))).kind !== 'nothing';
    throw new TflqError(
      'project',
      isProject ? error.message : 'the folder is not empty and holds no project',
      {
        where: isProject ? join(dir, MANIFEST_FILE) : dir,
        hint: isProject
          ? 'With --force the project is written anew over it; files of yours in it stay.'
          : 'Give a new or empty folder with -o, or write into this one all the same with --force.',
        cause: error,
      },
    );
  }
}

/** Names of files, not too many of them. */
export function listPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}

/**
 * Decides about one file.
 *
 * @param bytes what is to be there; undefined for a file that the project before had and this one has not
 * @param written the hash of what an earlier `gen` wrote there, if it did
 * @param isUsers whether the file is the user's to change
 */
function decide(
  path: string,
  found: Found,
  bytes: Uint8Array | undefined,
  { written, isUsers }: { readonly written: string | undefined; readonly isUsers: boolean },
): Decision {
  const decision = (action: Decision['action'], destroys = false): Decision => ({ action, destroys });
  const untouched = found.kind === 'file' && found.hash === written;
  if (bytes === undefined) {
    if (untouched) return decision('remove');
    const isOurs = !isUsers && found.kind !== 'nothing' && found.kind !== 'folder';
    return isOurs ? decision('remove', true) : decision('nothing');
  }
  if (found.kind === 'file' && found.hash === sha256(bytes)) return decision('nothing');
  const isFree = found.kind === 'nothing' || untouched;
  if (isFree || path === MANIFEST_FILE || isLocalFile(path)) return decision('write');
  return isUsers ? decision('keep') : decision('write', true);
}

/**
 * Holds a project against what lies in a folder.
 *
 * @param earlier the manifest of the project that is there, if there is one
 * @throws TflqError('project') where something that is no file is in the way of one
 */
export async function compareProject(
  project: RenderedProject,
  dir: string,
  earlier: Manifest | undefined,
): Promise<Comparison> {
  const before = earlier?.files ?? {};
  const owned = [...project.manifest.owned, ...(earlier?.owned ?? [])];
  const stale = Object.keys(before).filter((path) => !project.files.has(path));
  const paths = [...project.files.keys(), ...stale];
  await checkFolders(dir, paths);

  const plan: Record<Decision['action'], string[]> = { write: [], keep: [], remove: [], nothing: [] };
  const missing: string[] = [];
  const edited: string[] = [];
  for (const path of paths) {
    const found = await look(join(dir, path));
    if (found.kind === 'folder' && project.files.has(path)) throw inTheWay(dir, path, 'a folder', 'a file');
    const { action, destroys } = decide(path, found, project.files.get(path), {
      written: before[path],
      isUsers: isUserFile(path, owned),
    });
    plan[action].push(path);
    if (action === 'write' && found.kind === 'nothing') missing.push(path);
    if (destroys) edited.push(path);
  }
  return { write: plan.write, keep: plan.keep, remove: plan.remove, missing, edited };
}

/**
 * Decides what a write into a folder that is not empty will do.
 *
 * @throws TflqError('project') where it would destroy something, unless `force`
 */
export async function planWrite(project: RenderedProject, dir: string, force: boolean): Promise<WritePlan> {
  const plan = await compareProject(project, dir, await manifestThere(dir, force));
  if (plan.edited.length > 0 && !force) {
    throw new TflqError(
      'project',
      `files that \`gen\` would overwrite were changed since it wrote them: ${listPaths(plan.edited)}`,
      {
        where: dir,
        hint: 'Keep what you need of them, then give --force to have them written anew.',
      },
    );
  }
  return plan;
}
