/** The boards that the tool knows: the files in boards/, and a user's own. */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { nearestNames } from '../common/nearest.ts';
import { resourcePath } from '../common/resources.ts';
import { withFramework, withParameter } from './choose.ts';
import { frameworkOf, settingsOf } from './framework.ts';
import { parseBoard } from './parse.ts';
import { platformSettings } from './platform.ts';
import type { Board } from './schema.ts';
import { frameworkFolder, platformFolders } from './template-folders.ts';

/** Throws if the templates that a board names are not there, or it does not say what its frameworks ask for. */
async function checkTemplates(board: Board, fileName: string): Promise<void> {
  const missing = (folder: string): never => {
    throw new TflqError('board', `the board needs templates that do not exist: ${basename(folder)}`, {
      where: fileName,
      hint: 'Its fields `startup`, `platform` and `framework` name folders in templates/startup, templates/platforms and templates/frameworks.',
    });
  };
  for (const framework of [board.framework, ...board.frameworks]) {
    const folder = frameworkFolder(framework);
    if (!existsSync(folder)) missing(folder);
    const variant = { ...board, framework };
    const facts = await frameworkOf(variant);
    const absent = platformFolders(variant, facts).find((path) => !existsSync(path));
    if (absent !== undefined) missing(absent);
    if (board.parameter?.startsWith(`${framework}.`) !== true) settingsOf(variant, facts, fileName);
    await platformSettings(variant, facts, fileName);
  }
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
  await checkTemplates(board, path);
  return board;
}

/** The ids of the boards that come with the tool, in alphabetical order: the names of their files. */
async function boardIds(): Promise<string[]> {
  const files = await readdir(resourcePath('boards'));
  return files.flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : [])).sort();
}

/** All boards that come with the tool, by id in alphabetical order. */
export async function loadBoards(): Promise<Board[]> {
  const ids = await boardIds();
  return Promise.all(ids.map((id) => readBoard(resourcePath('boards', `${id}.yaml`))));
}

/** True for what is the path of a board file, and not a board's id, behind whose colon a name may have slashes. */
function isPath(idOrPath: string): boolean {
  return /[/\\]|\.ya?ml$/.test(idOrPath) && !/^[\w-]{2,}:/.test(idOrPath);
}

/** The file of a board, as it is named to findBoard. */
export function boardFile(idOrPath: string): string {
  return isPath(idOrPath) ? idOrPath : resourcePath('boards', `${idOrPath.split(':', 1)[0]}.yaml`);
}

/** What a board is called by: an id, an id with a parameter, or a path. */
async function lookUp(idOrPath: string): Promise<Board> {
  if (isPath(idOrPath)) return readBoard(idOrPath);
  const [id, parameter] = [idOrPath.split(':', 1)[0]!, idOrPath.slice(idOrPath.indexOf(':') + 1)];
  const ids = await boardIds();
  if (ids.includes(id)) {
    // Its file alone: reading all of them takes a good part of what `gen` takes.
    const found = await readBoard(resourcePath('boards', `${id}.yaml`));
    return withParameter(found, id === idOrPath ? undefined : parameter);
  }
  const nearest = nearestNames(id, ids);
  throw new TflqError('board', `there is no board '${idOrPath}'`, {
    where: '--board',
    hint:
      nearest.length > 0
        ? `Did you mean ${nearest.join(' or ')}? \`tflq-micro boards\` lists all of them.`
        : `The boards are ${ids.join(', ')}. A board of your own is given as the path of its .yaml file.`,
  });
}

/**
 * A board by its id, by an id with a parameter (`zephyr:NAME`), or a user's own by the path of its file (anything with
 * a slash in it or ending in .yaml or .yml).
 *
 * @param framework one of the board's frameworks; its first unless given
 * @throws TflqError('board') that offers the nearest ids, or the board's frameworks
 */
export async function findBoard(idOrPath: string, framework?: string): Promise<Board> {
  const board = await lookUp(idOrPath);
  return framework === undefined ? board : withFramework(board, framework);
}
