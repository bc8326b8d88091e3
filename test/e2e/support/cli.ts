/** The program as a user runs it: bin/run.js in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type ErrorKind, EXIT } from '../../../src/common/errors.ts';
import { newFolder } from '../../support/scratch.ts';

/** What users start. */
export const BIN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** The repository's examples/digits. */
export const digits = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/digits/${name}`, import.meta.url));

/** What a run left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Is handed the process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs tflq-micro. */
export function tflq(args: readonly string[], { cwd, env = {}, started }: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    started?.(child);
  });
}

/** Runs tflq-micro, which must succeed, and gives its JSON. */
export async function tflqJson<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const { code, stdout, stderr } = await tflq([...args, '--json'], options);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as T;
}

/** Expects one clear message of this kind, with its exit code, and no stack trace. */
export function expectError({ code, stderr }: Outcome, kind: ErrorKind, ...parts: (string | RegExp)[]): void {
  expect(stderr).toMatch(/^error: \S/);
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(8);
  expect(code).toBe(EXIT[kind]);
}

/** A folder of a test's own, gone when the test is over. Blanks and quotes in its name. */
export function scratchFolder(): string {
  return newFolder("tflq it's a $test ");
}
