/** Arduino sketches, and PlatformIO's projects, compiled for this machine on a stub of a core. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RenderedProject } from '../../../src/emit/index.ts';

const STUB = fileURLToPath(new URL('../fixtures/arduino', import.meta.url));

/** The reason to skip what needs this machine's compilers; empty where they are there. */
export const withoutCompilers = ['gcc', 'g++'].every((name) => spawnSync(name, ['--version']).status === 0)
  ? ''
  : ' (skipped: no gcc and g++)';

const WARNINGS = ['-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];

/** The folder of a project's library that is in a core's include path. */
export function sourceFolder({ files }: RenderedProject): string {
  return dirname([...files.keys()].find((path) => /\/src\/\w+\.h$/.test(path))!);
}

/** The command line that compiles one file as an Arduino core would, warnings being errors. */
function compiler(source: string): [program: string, flags: string[]] {
  if (source.endsWith('.c')) return ['gcc', ['-std=gnu11', ...WARNINGS]];
  // A sketch is C++ behind an include of the core's header.
  const sketch = source.endsWith('.ino') ? ['-x', 'c++', '-include', 'Arduino.h'] : [];
  return ['g++', ['-std=gnu++17', '-fno-rtti', '-fno-exceptions', ...WARNINGS, ...sketch]];
}

/**
 * Builds a written project of the runtime c to build/flashed.elf, where the transport `process` starts it.
 *
 * @param defines e.g. -DSTUB_NO_DWT
 */
export function buildOnStub(dir: string, project: RenderedProject, defines: readonly string[] = []): void {
  const sources = [...project.files.keys()].filter((path) => /\.(?:c|cc|cpp|ino)$/.test(path));
  mkdirSync(join(dir, 'build'), { recursive: true });
  const objects = [...sources, join(STUB, 'main.cpp')].map((source, index) => {
    const [program, flags] = compiler(source);
    const object = join('build', `${index}-${basename(source)}.o`);
    const includes = ['-I', sourceFolder(project), '-isystem', STUB];
    const args = [...flags, '-O1', ...defines, ...includes, '-c', source, '-o', object];
    execFileSync(program, args, { cwd: dir, stdio: 'pipe' });
    return object;
  });
  execFileSync('g++', ['-o', join('build', 'flashed.elf'), ...objects], { cwd: dir, stdio: 'pipe' });
}
