/** Stand-ins for programs that are not installed here: what they are started with, what they print, what they leave. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { vi } from 'vitest';

/** A stand-in. */
export interface FakeProgram {
  /** The arguments of each run so far, and the folder that it ran in. */
  runs(): Promise<{ readonly args: readonly string[]; readonly cwd: string }[]>;
}

/** What a stand-in does. */
export interface FakeBehaviour {
  /** What it prints. */
  readonly prints?: string;
  /** What it exits with; 0 unless given. */
  readonly code?: number;
  /** A file that it makes, below the folder that it runs in, as a copy of another. */
  readonly makes?: { readonly path: string; readonly from: string };
  /** Runs until it is ended. */
  readonly hangs?: boolean;
}

/**
 * Puts a program of that name first in PATH, until vi.unstubAllEnvs().
 *
 * @param folder of the test's own
 */
export async function fakeProgram(
  folder: string,
  name: string,
  { prints = '', code = 0, makes, hangs = false }: FakeBehaviour,
): Promise<FakeProgram> {
  const bin = join(folder, 'bin');
  const log = join(folder, `${name}.runs`);
  await mkdir(bin, { recursive: true });
  const make =
    makes === undefined
      ? ''
      : `fs.mkdirSync(path.dirname(${JSON.stringify(makes.path)}), { recursive: true });
fs.copyFileSync(${JSON.stringify(makes.from)}, ${JSON.stringify(makes.path)});`;
  await writeFile(
    join(bin, name),
    `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path');
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }) + '\\n');
process.stdout.write(${JSON.stringify(prints)});
${make}
process.exitCode = ${code};
${hangs ? 'setInterval(() => {}, 1000);' : ''}
`,
  );
  await chmod(join(bin, name), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  return {
    async runs() {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
  };
}
