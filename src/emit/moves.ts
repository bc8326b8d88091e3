/** Moves of files and links that can be undone. */
import { lstatSync, mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Removes a folder if it is empty; says whether it did. */
export function removeEmptyFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** A series of moves within one disk. Synchronous, so that no signal's handler runs in the middle of it. */
export class Moves {
  readonly #done: { from: string; to: string }[] = [];
  readonly #folders: string[] = [];

  /** Moves a file; the folders above its new place are made. Does nothing where there is no such file. */
  move(from: string, to: string): void {
    if (lstatSync(from, { throwIfNoEntry: false }) === undefined) return;
    this.#makeFolders(dirname(to));
    renameSync(from, to);
    this.#done.push({ from, to });
  }

  /** Moves all back and removes the folders that were made. */
  undo(): void {
    for (const { from, to } of this.#done.reverse()) renameSync(to, from);
    for (const folder of this.#folders.reverse()) removeEmptyFolder(folder);
  }

  #makeFolders(folder: string): void {
    const first = mkdirSync(folder, { recursive: true });
    if (first === undefined) return;
    const made = [folder];
    while (made[0] !== first) made.unshift(dirname(made[0]!));
    this.#folders.push(...made);
  }
}
