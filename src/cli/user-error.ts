/** From whatever was thrown to what a user sees of it. */

import { EXIT, TflqError } from '../common/errors.ts';
import { nearestNames } from '../common/nearest.ts';
import { styleFor } from '../report/index.ts';

const { bad, bold, dim } = styleFor(process.stderr);

/** A bug of ours, worded for its finder. */
function internal(error: Error): TflqError {
  return new TflqError('internal', `a bug of tflq-micro: ${error.message}`, {
    hint: 'Please report it, with the command that you ran. TFLQ_DEBUG=1 prints where it happened.',
    cause: error,
  });
}

/** True for oclif's own errors: an unknown flag, a missing argument. */
function isUsageError(error: Error): boolean {
  return 'oclif' in error || error.constructor.name === 'CLIError';
}

/** A mistyped command. */
function unknownCommand(name: string, commands: readonly string[]): TflqError {
  const nearest = nearestNames(name, commands);
  return new TflqError('usage', `there is no command ${JSON.stringify(name)}`, {
    hint:
      nearest.length > 0
        ? `Did you mean ${nearest.join(' or ')}?`
        : `The commands are ${commands.join(', ')}.`,
  });
}

/** oclif's message without its appendix, on one line. */
function usage(error: Error, commands: readonly string[]): TflqError {
  const unknown = /^command (.+) not found$/.exec(error.message);
  if (unknown !== null) return unknownCommand(unknown[1]!, commands);
  const message = error.message
    .replace(/\n?See more help with --help\s*$/, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
  return new TflqError('usage', message, { hint: 'See --help for how it is called.', cause: error });
}

/** Full disks and folders that may not be written: the user's to mend, wherever they strike. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
};

function ofSystem(error: NodeJS.ErrnoException): TflqError | undefined {
  const message = error.code === undefined ? undefined : SYSTEM[error.code];
  if (message === undefined) return undefined;
  return new TflqError('project', message, {
    ...(error.path === undefined ? {} : { where: error.path }),
    hint: 'Nothing was left half-written. Mend it and run the command again.',
    cause: error,
  });
}

/**
 * Whatever was thrown, as an error meant for the user's eyes.
 *
 * @param commands the names of all commands, for a mistyped one
 */
export function toUserError(error: Error, commands: readonly string[] = []): TflqError {
  if (error instanceof TflqError) return error;
  if (isUsageError(error)) return usage(error, commands);
  return ofSystem(error) ?? internal(error);
}

/** The process's exit code for an error. */
export function exitCodeOf(error: TflqError): number {
  return EXIT[error.kind];
}

/**
 * The error as standard error shows it: what, where, what to do next.
 *
 * @param thrown what was thrown at first; its stack is shown where TFLQ_DEBUG asks for it
 */
export function formatError(error: TflqError, thrown: Error = error): string {
  const lines = [`${bad(bold('error:'))} ${error.message}`];
  if (error.where !== undefined) lines.push(`${dim('   in:')} ${error.where}`);
  if (error.hint !== undefined) lines.push(`${dim(' next:')} ${error.hint}`);
  if (process.env.TFLQ_DEBUG && thrown.stack !== undefined) lines.push('', thrown.stack);
  return lines.join('\n');
}
