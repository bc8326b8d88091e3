/** A project of a board's own templates around fixtures/port-check.c instead of the harness and a network. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { render } from 'ejs';
import { frameworkOf } from '../../../src/boards/framework.ts';
import type { Board } from '../../../src/boards/schema.ts';
import { frameworkFolder, platformFolders } from '../../../src/boards/template-folders.ts';
import { SYSTEMS } from '../../../src/build/systems/index.ts';
import { findProgram } from '../../../src/common/programs.ts';
import { resourcePath } from '../../../src/common/resources.ts';
import type { Manifest } from '../../../src/emit/manifest.ts';

const MAIN = fileURLToPath(new URL('../fixtures/port-check.c', import.meta.url));

/** The manifest of a network that does not exist. */
export function manifestFor(board: Board): Manifest {
  const tensor = { name: 'x', shape: [1, 4], dtype: 'int8' as const, scale: 0.5, zeroPoint: -3 };
  return {
    manifestVersion: 1,
    name: 'check',
    runtime: 'c',
    board,
    model: { file: 'model/check.tflite', sha256: '0'.repeat(64), bytes: 0 },
    memory: { arenaBytes: 0, weightBytes: 0 },
    inputs: [tensor],
    outputs: [tensor],
    ops: [],
    owned: ['tflq', 'model'],
    files: {},
  };
}

/** A project in a folder of its own. */
export interface PortProject {
  readonly dir: string;
  readonly manifest: Manifest;
  remove(): Promise<void>;
}

/** Renders the templates of a board's framework and platform into a new folder. */
export async function portProject(board: Board): Promise<PortProject> {
  // Blanks and quotes in its name: a path is never part of a command line that a shell reads.
  const dir = await mkdtemp(join(tmpdir(), "tflq it's $HOME "));
  const manifest = manifestFor(board);
  const copies: [from: string, to: string][] = [
    [frameworkFolder(board.framework), '.'],
    ...platformFolders(board, await frameworkOf(board)).map((from): [string, string] => [
      from,
      'tflq/platform',
    ]),
  ];
  for (const [from, to] of copies) {
    await mkdir(join(dir, to), { recursive: true });
    for (const name of await readdir(from)) {
      const text = await readFile(join(from, name), 'utf8');
      const context = { board, manifest, name: manifest.name, runtime: manifest.runtime };
      if (name.endsWith('.ejs')) await writeFile(join(dir, to, name.slice(0, -4)), render(text, context));
      else await writeFile(join(dir, to, name), text);
    }
  }
  await mkdir(join(dir, 'tflq', 'harness'));
  await cp(resourcePath('templates', 'harness', 'tflq_port.h'), join(dir, 'tflq', 'harness', 'tflq_port.h'));
  await cp(MAIN, join(dir, 'main.c'));
  await writeFile(join(dir, 'tflq.json'), '{}');
  return { dir, manifest, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** What a board needs that is absent here: the reason to skip a case, empty if nothing is. */
export async function missingPrograms(board: Board): Promise<string> {
  const { build } = await frameworkOf(board);
  const emulator = board.emulator === undefined ? [] : [board.emulator.program];
  const names = [...SYSTEMS[build]!.programs(manifestFor(board)), ...emulator];
  const found = await Promise.all(names.map(findProgram));
  const missing = names.filter((_, index) => found[index] === undefined);
  if (build === 'west' && process.env.ZEPHYR_BASE === undefined) missing.push('ZEPHYR_BASE');
  return missing.join(', ');
}
