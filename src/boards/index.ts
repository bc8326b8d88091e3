/** The boards that the tool knows: the files in boards/, and a user's own. */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { nearestNames } from '../common/nearest.ts';
import { resourcePath } from '../common/resources.ts';
import { parseBoard } from './parse.ts';
import type { Board } from './schema.ts';
import { frameworkFolder, platformFolders } from './template-folders.ts';

/** Throws if the templates that a board names are not there. */
function checkTemplates(board: Board, fileName: string): void {
  const missing = [...platformFolders(board), frameworkFolder(board)].find((folder) => !existsSync(folder));
  if (missing === undefined) return;
  throw new TflqError('board', `the board needs templates that do not exist: ${basename(missing)}`, {
    where: fileName,
    hint: 'Its fields `startup`, `platform` and `framework` name folders in templates/startup, templates/platforms and templates/frameworks.',
  });
}

async function readBoard(path: string): Promise<Board> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new TflqError('board', 'the board file cannot be read', {
      where: path,
      hint: 'Give the id of a board that `tflq-micro boards` lists, or the path of a board file.',
      cause: error,
    });
  }
  const board = parseBoard(text, path);
  checkTemplates(board, path);
  return board;
}

/** All boards that come with the tool, by id in alphabetical order. */
export async function loadBoards(): Promise<Board[]> {
  const files = (await readdir(resourcePath('boards'))).filter((file) => file.endsWith('.yaml')).sort();
  return Promise.all(files.map((file) => readBoard(resourcePath('boards', file))));
}

/**
 * A board by its id, or a user's own by the path of its file (anything with a slash in it or ending in .yaml or
 * .yml).
 *
 * @throws TflqError('board') that offers the nearest ids
 */
export async function findBoard(idOrPath: string): Promise<Board> {
  if (/[/\\]|\.ya?ml$/.test(idOrPath)) return readBoard(idOrPath);
  const boards = await loadBoards();
  const found = boards.find((board) => board.id === idOrPath);
  if (found !== undefined) return found;
  const ids = boards.map((board) => board.id);
  const nearest = nearestNames(idOrPath, ids);
  throw new TflqError('board', `there is no board '${idOrPath}'`, {
    where: '--board',
    hint:
      nearest.length > 0
        ? `Did you mean ${nearest.join(' or ')}? \`tflq-micro boards\` lists all of them.`
        : `The boards are ${ids.join(', ')}. A board of your own is given as the path of its .yaml file.`,
  });
}
