/** What a user may choose about a board. */
import { TflqError } from '../common/errors.ts';
import type { Board } from './schema.ts';

/** Harmless in every language that we emit. */
const PARAMETER = /^[A-Za-z0-9_][A-Za-z0-9_./@-]*$/;

/**
 * The board with another of its frameworks.
 *
 * @throws TflqError('board') that names those that there are
 */
export function withFramework(board: Board, framework: string): Board {
  const all = [board.framework, ...board.frameworks];
  if (all.includes(framework)) return { ...board, framework };
  throw new TflqError('board', `there are no projects of ${JSON.stringify(framework)} for ${board.id}`, {
    where: '--framework',
    hint: `${board.id} can be used with ${all.join(', ')}.`,
  });
}

/**
 * The board with its parameter filled in, for those that have one.
 *
 * @param value what stands behind the colon of `--board ID:VALUE`, if anything does
 * @throws TflqError('board') where one is missing, not allowed, or of strange characters
 */
export function withParameter(board: Board, value: string | undefined): Board {
  const { id, parameter } = board;
  if (parameter === undefined && value === undefined) return board;
  const [framework, setting] = parameter?.split('.') ?? [];
  if (framework === undefined || setting === undefined) {
    throw new TflqError('board', `${id} takes nothing behind a colon`, {
      where: '--board',
      hint: `Write --board ${id}.`,
    });
  }
  if (value === undefined || !PARAMETER.test(value)) {
    throw new TflqError('board', `${id} needs to know which ${setting}`, {
      where: '--board',
      hint: `Write --board ${id}:NAME, with the name that ${framework} has for it.`,
    });
  }
  const settings = { ...board.settings, [framework]: { ...board.settings[framework], [setting]: value } };
  return { ...board, id: `${id}-${value.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}`, settings };
}
