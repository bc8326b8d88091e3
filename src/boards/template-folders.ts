/** Where a board's part of the emitted firmware comes from. */
import { resourcePath } from '../common/resources.ts';
import type { Framework } from './framework.ts';
import type { Board } from './schema.ts';

/**
 * The folders of templates whose files make the platform's part of a project: the start-up code that a board shares
 * with others of its core, then its platform's own. A framework with a platform has a start-up of its own. No two of
 * them hold a file of the same name.
 *
 * @returns absolute paths, in the order in which they are to be copied
 */
export function platformFolders(board: Board, framework: Framework): string[] {
  const platform = framework.platform ?? board.platform;
  const startup = framework.platform === undefined ? board.startup : [];
  return [
    ...startup.map((name) => resourcePath('templates', 'startup', name)),
    ...(platform === undefined ? [] : [resourcePath('templates', 'platforms', platform)]),
  ];
}

/** The folder of templates of a framework (absolute). */
export function frameworkFolder(name: string): string {
  return resourcePath('templates', 'frameworks', name);
}
