import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RenderedProject, writeProject } from '../../src/emit/index.ts';
import { rejected } from '../support/errors.ts';
import { reluNetwork, specialNetwork } from './support/networks.ts';
import { rendered, scratchFolder, written } from './support/projects.ts';

/** Every file and link below a folder, with its contents, as one object. */
function contents(dir: string): Record<string, string> {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((path) => [path.slice(dir.length + 1), readFileSync(path, 'latin1')]),
  );
}

function contentsOf(project: RenderedProject): Record<string, string> {
  return Object.fromEntries(
    [...project.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('latin1')]),
  );
}

/** Root may write everywhere, so nothing can be forbidden to it. */
const isRoot = process.getuid?.() === 0;

describe('into a new folder', () => {
  it('writes all, and leaves nothing else behind', async () => {
    const project = await rendered(specialNetwork());
    const parent = scratchFolder();
    const result = await writeProject(project, join(parent, 'a', 'b'));
    expect(result).toEqual({ written: [...project.files.keys()], kept: [] });
    expect(contents(join(parent, 'a', 'b'))).toEqual(contentsOf(project));
    expect(readdirSync(join(parent, 'a'))).toEqual(['b']);
    expect(statSync(join(parent, 'a', 'b')).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('writes into an empty folder without replacing it', async () => {
    const project = await rendered(reluNetwork(4));
    const dir = scratchFolder();
    const before = statSync(dir).ino;
    await writeProject(project, dir);
    expect(statSync(dir).ino).toBe(before);
    expect(contents(dir)).toEqual(contentsOf(project));
  });

  it('follows a link to an empty folder', async () => {
    const project = await rendered(reluNetwork(4));
    const parent = scratchFolder();
    mkdirSync(join(parent, 'real'));
    symlinkSync('real', join(parent, 'link'));
    await writeProject(project, join(parent, 'link'));
    expect(lstatSync(join(parent, 'link')).isSymbolicLink()).toBe(true);
    expect(contents(join(parent, 'real'))).toEqual(contentsOf(project));
  });

  it('refuses a file', async () => {
    const parent = scratchFolder();
    writeFileSync(join(parent, 'file'), 'mine');
    const project = await rendered(reluNetwork(4));
    await rejected('project', writeProject(project, join(parent, 'file')));
    await rejected('project', writeProject(project, join(parent, 'file', 'below'), { force: true }));
    expect(contents(parent)).toEqual({ file: 'mine' });
  });

  it('leaves nothing when it is interrupted', async () => {
    const parent = scratchFolder();
    const signal = AbortSignal.abort();
    const project = await rendered(reluNetwork(4));
    await rejected('interrupted', writeProject(project, join(parent, 'a', 'b'), { signal }));
    await rejected('interrupted', writeProject(project, parent, { signal }));
    expect(readdirSync(parent)).toEqual([]);
  });

  it.skipIf(isRoot)(
    `says that a folder cannot be written${isRoot ? ' (skipped: root may write everywhere)' : ''}`,
    async () => {
      const parent = scratchFolder();
      chmodSync(parent, 0o555);
      const error = await rejected(
        'project',
        writeProject(await rendered(reluNetwork(4)), join(parent, 'new')),
      );
      expect(error.message).toMatch(/cannot be written/);
      chmodSync(parent, 0o755);
      expect(readdirSync(parent)).toEqual([]);
    },
  );
});

describe('into a folder that holds something else', () => {
  it('refuses, and touches nothing', async () => {
    const dir = scratchFolder();
    writeFileSync(join(dir, 'thesis.txt'), 'mine');
    const error = await rejected('project', writeProject(await rendered(reluNetwork(4)), dir));
    expect(error.message).toMatch(/not empty and holds no project/);
    expect(error.hint).toMatch(/--force/);
    expect(contents(dir)).toEqual({ 'thesis.txt': 'mine' });
  });

  it('writes beside it with force, and keeps files that the user may own', async () => {
    const dir = scratchFolder();
    mkdirSync(join(dir, 'tflq'));
    for (const path of ['thesis.txt', 'README.md', 'tflq/net.c']) writeFileSync(join(dir, path), 'mine');
    const project = await rendered(reluNetwork(4));
    const { kept } = await writeProject(project, dir, { force: true });
    expect(kept).toEqual(['README.md']);
    expect(contents(dir)).toEqual({ ...contentsOf(project), 'thesis.txt': 'mine', 'README.md': 'mine' });
  });
});

describe('over a project', () => {
  it('touches nothing that is the same already', async () => {
    const project = await rendered(reluNetwork(4));
    const dir = await written(project);
    const long = new Date('2020-01-01');
    for (const path of project.files.keys()) utimesSync(join(dir, path), long, long);
    expect(await writeProject(project, dir)).toEqual({ written: [], kept: [] });
    for (const path of project.files.keys()) expect(statSync(join(dir, path)).mtime).toEqual(long);
  });

  it('brings it up to date, and removes what is no longer needed', async () => {
    const dir = await written(await rendered(specialNetwork(), { name: 'special' }));
    mkdirSync(join(dir, 'build'));
    writeFileSync(join(dir, 'build', 'firmware.elf'), 'built');
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    const next = await rendered(reluNetwork(4));
    const { written: files, kept } = await writeProject(next, dir);
    expect(kept).toEqual([]);
    expect(files).toContain('tflq/net.c');
    expect(files).toContain('main.c' in contentsOf(next) ? 'README.md' : '');
    expect(contents(dir)).toEqual({
      ...contentsOf(next),
      'build/firmware.elf': 'built',
      'notes.txt': 'mine',
    });
  });

  it('removes folders that became empty', async () => {
    const dir = await written(await rendered(reluNetwork(4), { board: 'mps2-an386' }));
    await writeProject(await rendered(reluNetwork(4), { board: 'mps2-an386', libOnly: true }), dir);
    expect(readdirSync(join(dir, 'tflq')).sort()).toEqual(['kernels', 'net.c', 'net.h']);
  });

  it("keeps the user's changes, and goes on keeping them", async () => {
    const first = await rendered(specialNetwork());
    const second = await rendered(reluNetwork(4));
    const dir = await written(first);
    writeFileSync(join(dir, 'README.md'), 'mine');
    expect((await writeProject(second, dir)).kept).toEqual(['README.md']);
    expect((await writeProject(first, dir, { force: true })).kept).toEqual(['README.md']);
    expect(contents(dir)).toEqual({ ...contentsOf(first), 'README.md': 'mine' });
  });

  it('writes a file of the user again that is gone', async () => {
    const project = await rendered(reluNetwork(4));
    const dir = await written(project);
    rmSync(join(dir, 'main.c'));
    expect(await writeProject(project, dir)).toEqual({ written: ['main.c'], kept: [] });
  });

  it.each([
    ['of ours that were edited', 'tflq/net.c'],
    ['that are no longer needed, but were edited', 'tflq/kernels/add_s8.h'],
  ])('refuses to destroy files %s', async (_what, path) => {
    const dir = await written(await rendered(specialNetwork()));
    writeFileSync(join(dir, path), 'mine');
    const before = contents(dir);
    const next = await rendered(reluNetwork(4));
    const error = await rejected('project', writeProject(next, dir));
    expect(error.message).toContain(path);
    expect(error.hint).toContain('--force');
    expect(contents(dir)).toEqual(before);
    await writeProject(next, dir, { force: true });
    expect(contents(dir)).toEqual(contentsOf(next));
  });

  it('refuses to overwrite a file that it never wrote', async () => {
    const dir = await written(await rendered(reluNetwork(4)));
    writeFileSync(join(dir, 'tflq', 'special.c'), 'mine');
    const error = await rejected(
      'project',
      writeProject(await rendered(specialNetwork(), { name: 'special' }), dir),
    );
    expect(error.message).toContain('tflq/special.c');
  });

  it('leaves no trace of a write that was interrupted', async () => {
    const dir = await written(await rendered(specialNetwork()));
    const before = contents(dir);
    await rejected(
      'interrupted',
      writeProject(await rendered(reluNetwork(4)), dir, { signal: AbortSignal.abort() }),
    );
    expect(contents(dir)).toEqual(before);
  });

  it('says so when the manifest is damaged, and mends it with force', async () => {
    const project = await rendered(reluNetwork(4));
    const dir = await written(project);
    writeFileSync(join(dir, 'tflq.json'), '{');
    const error = await rejected('project', writeProject(project, dir));
    expect(error.hint).toContain('--force');
    await writeProject(project, dir, { force: true });
    expect(contents(dir)).toEqual(contentsOf(project));
  });
});

describe('links and folders in the way', () => {
  it.each([[false], [true]])('never writes through a link to a folder (force: %s)', async (force) => {
    const outside = scratchFolder();
    const dir = await written(await rendered(reluNetwork(4)));
    renameSync(join(dir, 'tflq'), join(outside, 'tflq'));
    symlinkSync(join(outside, 'tflq'), join(dir, 'tflq'));
    const before = contents(outside);
    const error = await rejected('project', writeProject(await rendered(specialNetwork()), dir, { force }));
    expect(error.message).toMatch(/^tflq is in the way: it is a link, not a folder/);
    expect(contents(outside)).toEqual(before);
  });

  it('takes a link in the place of a file for an edit, and replaces it with force', async () => {
    const outside = scratchFolder();
    writeFileSync(join(outside, 'mine.c'), 'mine');
    const project = await rendered(reluNetwork(4));
    const dir = await written(project);
    rmSync(join(dir, 'tflq', 'net.c'));
    symlinkSync(join(outside, 'mine.c'), join(dir, 'tflq', 'net.c'));
    await rejected('project', writeProject(project, dir));
    await writeProject(project, dir, { force: true });
    expect(lstatSync(join(dir, 'tflq', 'net.c')).isFile()).toBe(true);
    expect(contents(outside)).toEqual({ 'mine.c': 'mine' });
  });

  it.each([
    ['a folder where a file belongs', 'tflq/net.c'],
    ["a folder where a file of the user's belongs", 'main.c'],
  ])('refuses %s', async (_what, path) => {
    const dir = await written(await rendered(specialNetwork()));
    rmSync(join(dir, path));
    mkdirSync(join(dir, path));
    const error = await rejected(
      'project',
      writeProject(await rendered(reluNetwork(4)), dir, { force: true }),
    );
    expect(error.message).toBe(`${path} is in the way: it is a folder, not a file`);
    expect(existsSync(join(dir, path))).toBe(true);
  });

  it('refuses a file where a folder belongs', async () => {
    const dir = await written(await rendered(reluNetwork(4)));
    rmSync(join(dir, 'tflq'), { recursive: true });
    writeFileSync(join(dir, 'tflq'), 'mine');
    const error = await rejected(
      'project',
      writeProject(await rendered(reluNetwork(4)), dir, { force: true }),
    );
    expect(error.message).toBe('tflq is in the way: it is a file, not a folder');
  });
});
