/** One board file: from its text to a checked Board. */
import { parseDocument } from 'yaml';
import type * as z from 'zod';
import { TflqError } from '../common/errors.ts';
import { type Board, boardSchema } from './schema.ts';

const HINT = 'docs/BOARDS.md explains every field; the files in boards/ are examples.';

/** A file that is wrong altogether need not be recited. */
const SHOWN_PROBLEMS = 5;

/** E.g. ['core', 'flags', 0] → "core.flags[0]". */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** An issue as a person would say it, beginning with the field's name. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const fields = issue.keys.map((key) => fieldName([...issue.path, key]));
    return `${fields.join(', ')}: no such field`;
  }
  const field = issue.path.length === 0 ? 'the file' : fieldName(issue.path);
  const message = issue.message
    .replace(/^Invalid (input|option): /, '')
    .replace(/(.*), received undefined$/, 'is missing, $1');
  return `${field}: ${message}`;
}

/**
 * Reads a board file.
 *
 * @param text YAML
 * @param fileName for messages
 * @throws TflqError('board') that names the file, each wrong field and what was expected there
 */
export function parseBoard(text: string, fileName: string): Board {
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line;
    throw new TflqError('board', `the board file is not valid YAML: ${problem.message.split('\n')[0]}`, {
      where: line === undefined ? fileName : `${fileName}, line ${line}`,
      hint: HINT,
      cause: problem,
    });
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    throw new TflqError('board', 'the board file uses YAML aliases that cannot be resolved', {
      where: fileName,
      hint: HINT,
      cause: error,
    });
  }
  const result = boardSchema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(describe);
    const more = problems.splice(SHOWN_PROBLEMS).length;
    if (more > 0) problems.push(`and ${more} more`);
    throw new TflqError('board', `the board file is wrong: ${problems.join('; ')}`, {
      where: fileName,
      hint: HINT,
    });
  }
  return result.data;
}
