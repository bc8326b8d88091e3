/** Why a user's file cannot be read, in words. */

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
};

/**
 * The predicate of a sentence about the file, e.g. "does not exist".
 *
 * @param cause what reading it threw
 */
export function whyUnreadable(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? `cannot be read: ${message}`;
}
