/** Folders of files that hold one sample each; sub-folders are classes. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import type { ClassFile } from './sample-source.ts';

/** What a folder holds. */
export interface ClassFolder {
  /** By class, then by name, in the order of code units: the same on every machine. */
  readonly files: readonly ClassFile[];
  /** The names of the sub-folders; absent where the files lie in the folder itself. */
  readonly classNames?: readonly string[];
  /** Files and folders that were left out: hidden, of another ending, or links that lead outside. */
  readonly ignored: number;
}

/** One level of a folder. */
interface Level {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly ignored: number;
}

/** True for a file name with one of the endings. */
export function hasExtension(name: string, extensions: readonly string[]): boolean {
  return extensions.includes(extname(name).slice(1).toLowerCase());
}

/** What an entry is; a link is what it leads to, unless that is outside of the root. */
async function kindOf(entry: Dirent, path: string, root: string): Promise<'file' | 'folder' | 'other'> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return 'other';
  const target = await realpath(path).catch(() => '');
  if (!target.startsWith(root + sep)) return 'other';
  return (await stat(target)).isDirectory() ? 'folder' : 'file';
}

async function readLevel(dir: string, root: string, extensions: readonly string[]): Promise<Level> {
  const files: string[] = [];
  const folders: string[] = [];
  const entries = await readdir(dir, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const kind = await kindOf(entry, join(dir, entry.name), root);
    if (kind === 'folder') folders.push(entry.name);
    else if (kind === 'file' && hasExtension(entry.name, extensions)) files.push(entry.name);
  }
  // Sorted by code units, whatever the machine's language.
  return {
    files: files.sort(),
    folders: folders.sort(),
    ignored: entries.length - files.length - folders.length,
  };
}

/** All sub-folders as classes. */
async function readClasses(path: string, root: string, top: Level, extensions: readonly string[]) {
  const files: ClassFile[] = [];
  let ignored = top.ignored + top.files.length;
  for (const [label, name] of top.folders.entries()) {
    const level = await readLevel(join(path, name), root, extensions);
    files.push(...level.files.map((file) => ({ path: join(path, name, file), label })));
    ignored += level.ignored + level.folders.length;
  }
  return { files, classNames: top.folders, ignored };
}

/**
 * Lists the files of a folder. Its sub-folders are the classes 0, 1, … in the order of their names, also one that holds
 * nothing; files without any such folder have no class.
 *
 * @param extensions the endings that are wanted, in lower case, without a dot
 * @returns no files where there are none of these endings
 * @throws TflqError('data') where a folder cannot be read
 */
export async function listClassFolder(path: string, extensions: readonly string[]): Promise<ClassFolder> {
  try {
    const root = await realpath(path);
    const top = await readLevel(path, root, extensions);
    const classes = await readClasses(path, root, top, extensions);
    if (classes.files.length > 0) return classes;
    const files = top.files.map((name) => ({ path: join(path, name), label: -1 }));
    return { files, ignored: classes.ignored - files.length + top.folders.length };
  } catch (cause) {
    throw new TflqError('data', `the folder ${whyUnreadable(cause)}`, {
      where: path,
      hint: 'Give a folder of files, or one with a sub-folder for each class.',
      cause,
    });
  }
}
