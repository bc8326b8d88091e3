/** `--json [FILE]`: oclif knows no flag with an optional value, so the value is put in before it looks. */
import { existsSync } from 'node:fs';

/** Stands for standard output. */
export const STDOUT = '-';

function isFile(next: string | undefined): boolean {
  if (next === undefined || next === STDOUT) return next === STDOUT;
  if (next.startsWith('-')) return false;
  // A model or a project that stands behind a bare --json exists, and is not what to write to.
  return next.endsWith('.json') || !existsSync(next);
}

/** Gives a `--json` without a file the value `-`. */
export function completeJsonFlag(argv: readonly string[]): string[] {
  return argv.flatMap((arg, i) => (arg === '--json' && !isFile(argv[i + 1]) ? [arg, STDOUT] : [arg]));
}
