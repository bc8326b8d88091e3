import { appendFile, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { buildProject } from '../../src/build/index.ts';
import { findProgram } from '../../src/common/programs.ts';
import { rejected } from '../support/errors.ts';
import { manifestFor, missingPrograms, type PortProject, portProject } from './support/port-project.ts';

const host = await findBoard('host');
const microbit = await findBoard('microbit');
const noHost = await missingPrograms(host);
const noArm = await missingPrograms(microbit);

let projects: PortProject[] = [];
async function project(board: Board): Promise<PortProject> {
  const made = await portProject(board);
  projects.push(made);
  return made;
}
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(projects.map((made) => made.remove()));
  projects = [];
});

describe('buildProject without its tools', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tflq-path-'));
    vi.stubEnv('PATH', folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    [host, 'make, cc are not installed', 'gcc g++ make'],
    [microbit, 'make, arm-none-eabi-gcc are not installed', 'gcc-arm-none-eabi libnewlib-arm-none-eabi make'],
  ])('says what to install for $id', async (board, message, packages) => {
    const error = await rejected('tool', buildProject(folder, manifestFor(board)));
    expect(error.message).toBe(message);
    expect(error.where).toBe(`building for ${board.id}`);
    expect(error.hint).toContain(`sudo apt-get install --no-install-recommends ${packages}`);
  });

  it('names only what is missing, C++ for TFLM among it', async () => {
    for (const name of ['make', 'cc']) await writeFile(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
    const error = await rejected('tool', buildProject(folder, { ...manifestFor(host), runtime: 'tflm' }));
    expect(error.message).toBe('c++ is not installed');
  });

  it('takes neither a folder nor a file that cannot be executed for a program', async () => {
    await mkdir(join(folder, 'make'));
    await writeFile(join(folder, 'cc'), '', { mode: 0o644 });
    await symlink(join(folder, 'nowhere'), join(folder, 'c++'));
    const error = await rejected('tool', buildProject(folder, { ...manifestFor(host), runtime: 'tflm' }));
    expect(error.message).toBe('make, cc, c++ are not installed');
  });
});

it('refuses a framework that nothing builds', async () => {
  for (const framework of ['toaster', '__proto__']) {
    const error = await rejected('board', buildProject('.', manifestFor({ ...host, framework })));
    expect(error.message).toBe(`there is no framework '${framework}'`);
    expect(error.hint).toMatch(/^Known are: .*\bmake\b/);
  }
});

describe.skipIf(noHost !== '')(`buildProject on the host ${noHost && `(needs ${noHost})`}`, () => {
  it('shows what the compiler says, and where the rest is', async () => {
    const { dir, manifest } = await project(host);
    await appendFile(join(dir, 'main.c'), 'int broken(void) { return nothing; }\n');
    const error = await rejected('build', buildProject(dir, manifest));
    expect(error.message).toMatch(/^the firmware does not build\n {2}main\.c:\d+:\d+: error: .*nothing/);
    expect(error.where).toBe(join(dir, 'build', 'build.log'));
    expect(await readFile(error.where!, 'utf8')).toContain('nothing');
  });

  it('says what the linker lacks', async () => {
    const { dir, manifest } = await project(host);
    await writeFile(join(dir, 'main.c'), 'int absent(void);\nint main(void) { return absent(); }\n');
    const { message } = await rejected('build', buildProject(dir, manifest));
    expect(message).toContain('undefined reference to `absent');
  });

  it('rebuilds what changed, and only that', async () => {
    const { dir, manifest } = await project(host);
    await buildProject(dir, manifest);
    const image = join(dir, 'build', 'firmware.elf');
    const before = await readFile(image);
    const same = await buildProject(dir, manifest);
    expect(await readFile(same.log, 'utf8')).not.toContain('main.c');
    expect(await readFile(image)).toEqual(before);
    await mkdir(join(dir, 'src'));
    await writeFile(join(dir, 'src', 'more.c'), 'int more = 1;\n');
    const more = await buildProject(dir, manifest);
    const log = await readFile(more.log, 'utf8');
    expect(log).toContain('src/more.c');
    expect(log).not.toContain('-c -o build/obj/main.c.o');
  });

  it('says so when an edited Makefile makes nothing', async () => {
    const { dir, manifest } = await project(host);
    await writeFile(join(dir, 'Makefile'), 'all:\n');
    const error = await rejected('build', buildProject(dir, manifest));
    expect(error.message).toBe('the build succeeded but left no build/firmware.elf');
  });

  it('says so when the build folder cannot be written', async () => {
    const { dir, manifest } = await project(host);
    await writeFile(join(dir, 'build'), 'a file');
    const error = await rejected('project', buildProject(dir, manifest));
    expect(error.message).toBe("the project's build folder cannot be written");
    expect(error.where).toBe(join(dir, 'build'));
  });

  it('ends a build that is interrupted, with all that it started', async () => {
    const { dir, manifest } = await project(host);
    await writeFile(join(dir, 'Makefile'), 'all:\n\t@echo $$$$ > pid; exec sleep 600\n');
    const controller = new AbortController();
    const build = buildProject(dir, manifest, { signal: controller.signal });
    build.catch(() => {});
    let pid = Number.NaN;
    await vi.waitFor(
      async () => {
        pid = Number(await readFile(join(dir, 'pid'), 'utf8'));
        expect(pid).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
    controller.abort();
    expect((await rejected('interrupted', build)).message).toBe('the build was interrupted');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 20_000 });
  });

  it('does not begin when it was interrupted before', async () => {
    const { dir, manifest } = await project(host);
    await rejected('interrupted', buildProject(dir, manifest, { signal: AbortSignal.abort() }));
    await expect(stat(join(dir, 'build', 'firmware.elf'))).rejects.toThrow('ENOENT');
  });
});

describe.skipIf(noArm !== '')(`buildProject for a small board ${noArm && `(needs ${noArm})`}`, () => {
  const { ram, flash } = microbit.memory!;
  it.each([
    ['RAM', `char big[${ram.size + 1000}];`, ram.size],
    ['flash', `const char big[${flash.size + 1000}] = {1};`, flash.size],
    ['RAM, the stack having its share', `char big[${ram.size - 1000}];`, ram.size],
  ])('says by how much the firmware exceeds its %s', async (_, variable, size) => {
    const { dir, manifest } = await project(microbit);
    await writeFile(
      join(dir, 'main.c'),
      `${variable}\nconst char *volatile used = big;\nint main(void) { return *used; }\n`,
    );
    const error = await rejected('build', buildProject(dir, manifest));
    const [, bytes, has] = /it takes (\d+) bytes too much (?:RAM|flash) \(it has (\d+)\)$/.exec(
      error.message,
    )!;
    expect(Number(has)).toBe(size);
    expect(Number(bytes)).toBeGreaterThan(1000);
    expect(Number(bytes)).toBeLessThan(4000);
    expect(error.hint).toContain('smaller network');
  });
});

it('finds programs by name and by path', async () => {
  expect(await findProgram(process.execPath)).toBe(process.execPath);
  expect(await findProgram('surely-there-is-no-such-program')).toBeUndefined();
  expect(await findProgram('')).toBeUndefined();
});
