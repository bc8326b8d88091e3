/** Emitted C compiled for a board's core, against headers of our own in the place of an SDK's. */
import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import type { RenderedProject } from '../../../src/emit/index.ts';
import { written } from './projects.ts';

const STRICT = ['-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror', '-O2'];

/** The reason to skip what needs programs; empty where they are there. */
export function withoutPrograms(...names: string[]): string {
  const missing = names.filter((name) => spawnSync(name, ['--version']).status !== 0);
  return missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`;
}

/**
 * Compiles .c files of a project, each by itself, warnings being errors.
 *
 * @param flags that select the core, and whatever the SDK would add
 * @param stubs folder of the headers that stand in for the SDK's
 * @param which of the .c files; all unless given
 */
export async function crossCompile(
  compiler: string,
  project: RenderedProject,
  flags: readonly string[],
  stubs: string,
  which = /\.c$/,
): Promise<void> {
  const cwd = await written(project);
  const sources = [...project.files.keys()].filter((path) => which.test(path));
  const folders = new Set([...project.files.keys()].filter((path) => path.endsWith('.h')).map(folderOf));
  const includes = [...folders].flatMap((folder) => ['-I', folder]);
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    const args = [...STRICT, ...flags, ...includes, '-isystem', stubs, '-c', '-o', 'object.o', source];
    const { status, stderr } = spawnSync(compiler, args, { cwd, encoding: 'utf8' });
    expect({ source, status, stderr }).toEqual({ source, status: 0, stderr: '' });
  }
}

function folderOf(path: string): string {
  return path.replace(/\/[^/]*$/, '');
}
