import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject, outdated, type RenderedProject, writeProject } from '../../src/emit/index.ts';
import { rejected } from '../support/errors.ts';
import { reluNetwork, specialNetwork } from './support/networks.ts';
import { rendered, scratchFolder, written } from './support/projects.ts';

const NOTHING = { different: [], missing: [], stale: [], kept: [] };

/** Names, sizes and times of all below a folder: what a write would change. */
function state(dir: string): string[] {
  const names = readdirSync(dir, { recursive: true }) as string[];
  return names.sort().map((name) => {
    const { size, mtimeMs } = statSync(join(dir, name));
    return `${name} ${size} ${mtimeMs}`;
  });
}

/** Compares, and makes sure that the folder is as it was. */
async function check(project: RenderedProject, dir: string): ReturnType<typeof checkProject> {
  const before = state(dir);
  const result = await checkProject(project, dir);
  expect(state(dir)).toEqual(before);
  return result;
}

describe('a project that is checked', () => {
  it('is up to date as it was written', async () => {
    const project = await rendered(specialNetwork());
    expect(await check(project, await written(project))).toEqual({ upToDate: true, ...NOTHING });
  });

  it('may have what the build made, and further files of the user', async () => {
    const project = await rendered(specialNetwork());
    const dir = await written(project);
    mkdirSync(join(dir, 'build'));
    writeFileSync(join(dir, 'build', 'firmware.elf'), 'built');
    writeFileSync(join(dir, 'more.c'), 'mine');
    expect(await check(project, dir)).toEqual({ upToDate: true, ...NOTHING });
  });

  it("may have the user's own version of the user's files", async () => {
    const project = await rendered(specialNetwork());
    const dir = await written(project);
    appendFileSync(join(dir, 'main.c'), '/* mine */\n');
    expect(await check(project, dir)).toEqual({ upToDate: true, ...NOTHING, kept: ['main.c'] });
  });

  it('must have all of its files', async () => {
    const project = await rendered(specialNetwork());
    const dir = await written(project);
    for (const path of ['tflq/net.c', 'main.c']) rmSync(join(dir, path));
    expect(await check(project, dir)).toEqual({
      upToDate: false,
      ...NOTHING,
      missing: ['main.c', 'tflq/net.c'],
    });
  });

  it('must have our files as we write them', async () => {
    const project = await rendered(specialNetwork());
    const dir = await written(project);
    appendFileSync(join(dir, 'tflq', 'net.c'), '/* patched */\n');
    appendFileSync(join(dir, 'model', 'net.tflite'), 'x');
    const result = await check(project, dir);
    expect(result).toEqual({
      upToDate: false,
      ...NOTHING,
      different: ['model/net.tflite', 'tflq/net.c'],
    });
    const error = outdated(result, dir);
    expect(error).toMatchObject({ kind: 'project', where: dir });
    expect(error.message).toBe(
      'the project is not what these inputs give: different: model/net.tflite, tflq/net.c',
    );
  });

  it('must be of the same network', async () => {
    const dir = await written(await rendered(specialNetwork()));
    const { upToDate, different, missing, stale } = await check(await rendered(reluNetwork(4)), dir);
    expect(upToDate).toBe(false);
    expect(different).toEqual(
      expect.arrayContaining(['README.md', 'model/net.tflite', 'tflq/net.c', 'tflq/net.h', 'tflq.json']),
    );
    expect(missing).toEqual(['tflq/kernels/relu_s8.h', 'tflq/kernels/tflq_relu.h']);
    expect(stale).toContain('tflq/kernels/add_s8.h');
  });

  it('is up to date exactly where writing it would change nothing', async () => {
    const projects = [
      await rendered(specialNetwork()),
      await rendered(reluNetwork(4)),
      await rendered(reluNetwork(4), { libOnly: true }),
      await rendered(reluNetwork(4), { board: 'microbit' }),
    ];
    for (const there of projects) {
      for (const project of projects) {
        const dir = await written(there);
        const { upToDate } = await check(project, dir);
        const before = state(dir);
        await writeProject(project, dir);
        expect(upToDate).toBe(JSON.stringify(state(dir)) === JSON.stringify(before));
        expect((await check(project, dir)).upToDate).toBe(true);
      }
    }
  });

  it('must be a project', async () => {
    const project = await rendered(reluNetwork(4));
    for (const dir of [scratchFolder(), join(scratchFolder(), 'absent')]) {
      const error = await rejected('project', checkProject(project, dir));
      expect(error.message).toBe('this folder holds no project of tflq-micro');
    }
  });
});

describe('where TFLM lies on this machine', () => {
  it('is no part of what is compared, and stays when it is not given', async () => {
    const tflmDir = scratchFolder().replace(/ .*/, '');
    const folder = join(tflmDir, 'tensorflow', 'lite', 'micro');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'micro_interpreter.h'), '');
    const here = await rendered(reluNetwork(4), { runtime: 'tflm', tflmDir });
    const elsewhere = await rendered(reluNetwork(4), { runtime: 'tflm' });
    rmSync(tflmDir, { recursive: true });
    expect(here.files.has('tflq/tflm_dir.mk')).toBe(true);
    expect(here.manifest).toEqual(elsewhere.manifest);

    const dir = await written(here);
    expect((await check(elsewhere, dir)).upToDate).toBe(true);
    expect(await writeProject(elsewhere, dir)).toEqual({ written: [], kept: [] });
    expect((await check(here, dir)).upToDate).toBe(true);
    writeFileSync(join(dir, 'tflq', 'tflm_dir.mk'), 'TFLM_DIR = /elsewhere\n');
    expect((await check(here, dir)).upToDate).toBe(true);
    expect((await writeProject(here, dir)).written).toEqual(['tflq/tflm_dir.mk']);
  });
});
