/** Runs a program of the build and keeps what it prints. */
import { spawn } from 'node:child_process';
import { TflqError } from '../common/errors.ts';
import type { ExecuteResult } from './build-system.ts';

/** The environment of compilers: messages in English, for diagnose.ts, and no flags of a make around us. */
function environment(): NodeJS.ProcessEnv {
  const { MAKEFLAGS: _flags, MAKELEVEL: _level, MFLAGS: _old, ...rest } = process.env;
  return { ...rest, LC_ALL: 'C' };
}

/** Where and how a program runs. */
export interface ExecuteOptions {
  /** Its working folder. */
  readonly cwd: string;
  /** Receives all that it prints, as it comes. */
  readonly log: (chunk: Uint8Array) => void;
  /** Ends it and all that it started. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program, without a shell.
 *
 * @throws TflqError('interrupted') when the signal ended it
 * @throws TflqError('tool') when it cannot be started
 */
export function execute(
  program: string,
  args: readonly string[],
  { cwd, log, signal }: ExecuteOptions,
): Promise<ExecuteResult> {
  return new Promise((resolve, reject) => {
    // A process group of its own: what make started ends with it.
    const child = spawn(program, args, {
      cwd,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => {
      chunks.push(chunk);
      log(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);

    const abort = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It ended in the same moment.
      }
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();

    child.once('error', (error) => {
      signal?.removeEventListener('abort', abort);
      reject(new TflqError('tool', `${program} cannot be started`, { where: error.message, cause: error }));
    });
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(new TflqError('interrupted', 'the build was interrupted'));
      else resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
