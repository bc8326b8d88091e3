/** Where a board's part of the emitted firmware comes from. */
import { resourcePath } from '../common/resources.ts';
import type { Board } from './schema.ts';

/**
 * The folders of templates whose files make DIR/tflq/platform: the start-up code that a board shares with others
 * of its core, then its own platform. No two of them hold a file of the same name.
 *
 * @returns absolute paths, in the order in which they are to be copied
 */
export function platformFolders(board: Board): string[] {
  return [
    ...board.startup.map((name) => resourcePath('templates', 'startup', name)),
    resourcePath('templates', 'platforms', board.platform),
  ];
}

/** The folder of templates of a board's framework (absolute): Makefile, README, main.c. */
export function frameworkFolder(board: Board): string {
  return resourcePath('templates', 'frameworks', board.framework);
}
