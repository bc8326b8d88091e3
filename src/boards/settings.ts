/** What frameworks and platforms ask of a board: declared in their own files, answered in the board's `settings`. */
import * as z from 'zod';
import { TflqError } from '../common/errors.ts';
import type { Board } from './schema.ts';

/** Settings by name, as framework.yaml and platform.yaml declare them. */
export const settingsSchema = z.record(
  z.string(),
  z.strictObject({
    about: z.string(),
    /** A regular expression that the value, as text, matches as a whole. */
    pattern: z.string(),
    /** For boards that do not say it; without one they must. */
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  }),
);

/** A board's answers, by the setting's name. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/**
 * The board's settings under a name, defaults filled in.
 *
 * @param name of the framework or platform
 * @param where the board's file, for messages
 * @throws TflqError('board') that names the setting which is missing, unknown or wrong
 */
export function fillSettings(
  board: Board,
  name: string,
  declared: z.infer<typeof settingsSchema>,
  where: string,
): Settings {
  const given = board.settings[name] ?? {};
  const fail = (field: string, message: string): never => {
    throw new TflqError('board', `the board file is wrong: settings.${name}.${field} ${message}`, {
      where,
      hint: 'docs/BOARDS.md explains every field; the files in boards/ are examples.',
    });
  };
  const unknown = Object.keys(given).find((field) => !Object.hasOwn(declared, field));
  if (unknown !== undefined) fail(unknown, `is no setting of ${name}`);
  return Object.fromEntries(
    Object.entries(declared).map(([field, { about, pattern, default: fallback }]) => {
      const value = given[field] ?? fallback;
      if (value === undefined) return fail(field, `is missing: ${about}`);
      if (!new RegExp(`^(?:${pattern})$`).test(String(value))) {
        return fail(field, `is ${JSON.stringify(value)}: ${about}`);
      }
      return [field, value];
    }),
  );
}
