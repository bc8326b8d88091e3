/** `gen` on two machines, as far as one machine can play both, and `gen --check`. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import type { CheckMadeResult } from '../../src/cli/make-project.ts';
import { EXIT } from '../../src/common/errors.ts';
import { BIN, digits, expectError, scratchFolder, tflq, tflqJson } from './support/cli.ts';

const MODEL = digits('digits_float32.tflite');
const DATA = digits('digits_representative.npy');

/** Every file below a folder with its bytes. */
function contents(dir: string): Map<string, string> {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((path) => [relative(dir, path), readFileSync(path, 'latin1')]));
}

/** Runs gen with a shell's umask and an environment of its own. */
function gen(cwd: string, umask: string, env: NodeJS.ProcessEnv, args: readonly string[]): void {
  const script = `umask ${umask}; exec "$0" "$@"`;
  const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, BIN, 'gen', ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

it('gives the same bytes wherever, whenever and by whomever it is run', () => {
  const [here, there] = [scratchFolder(), join(scratchFolder(), 'a', 'deeper', 'place')];
  mkdirSync(there, { recursive: true });
  cpSync(MODEL, join(there, 'copy.tflite'));
  const args = ['--board', 'microbit', '--data', DATA, '--name', 'digits', '-o', 'firmware'];
  gen(here, '022', { HOME: here, LANG: 'C', TZ: 'UTC', USER: 'one' }, [MODEL, ...args]);
  gen(
    there,
    '077',
    {
      HOME: '/',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'de_DE.UTF-8',
      TZ: 'Asia/Kathmandu',
      USER: 'two',
      NO_COLOR: '1',
    },
    ['./copy.tflite', ...args, '--quiet'],
  );
  const [first, second] = [contents(join(here, 'firmware')), contents(join(there, 'firmware'))];
  expect([...second.keys()]).toEqual([...first.keys()]);
  for (const [path, bytes] of first) expect(second.get(path) === bytes, path).toBe(true);
  for (const [path, bytes] of first) {
    for (const folder of [here, there, process.cwd()]) expect(bytes.includes(folder), path).toBe(false);
  }
});

it('is checked by the same command', async () => {
  const cwd = scratchFolder();
  const args = ['gen', MODEL, '--board', 'host', '--data', DATA, '--name', 'digits', '-o', 'firmware'];
  const absent = await tflq([...args, '--check'], { cwd });
  expectError(absent, 'project', 'this folder holds no project');
  expect(readdirSync(cwd)).toEqual([]);

  await tflqJson(args, { cwd });
  writeFileSync(join(cwd, 'firmware', 'main.c'), 'int main(void) { return 0; }\n');
  const good = await tflqJson<CheckMadeResult>([...args, '--check'], { cwd });
  expect(good).toMatchObject({ upToDate: true, different: [], missing: [], stale: [], kept: ['main.c'] });
  const said = await tflq([...args, '--check'], { cwd });
  expect(said).toMatchObject({ code: 0, stderr: '' });
  expect(said.stdout).toBe('firmware is up to date (yours, as you edited them: main.c)\n');

  const before = contents(cwd);
  const other = [...args, '--check', '--per-tensor'];
  const bad = await tflq(other, { cwd });
  expectError(bad, 'project', 'different: README.md, model/digits.tflite, tflq/digits.c', '--check');
  const report = await tflq([...other, '--json'], { cwd });
  expect(report.code).toBe(EXIT.project);
  expect(JSON.parse(report.stdout)).toMatchObject({ upToDate: false, missing: [], kept: ['main.c'] });
  expect(contents(cwd)).toEqual(before);

  expectError(await tflq([...args, '--check', '--force'], { cwd }), 'usage', '--force');
});

it('tells a build system what it read, and that it is done', async () => {
  const cwd = scratchFolder();
  cpSync(MODEL, join(cwd, 'my model.tflite'));
  const files = ['--depfile', 'gen.d', '--stamp', 'gen.stamp'];
  const args = ['gen', 'my model.tflite', '--board', 'host', '-d', DATA, '--lib-only', '-o', 'out', ...files];
  await tflqJson(args, { cwd });
  const [target, model, data, board, tool] = readFileSync(join(cwd, 'gen.d'), 'utf8').split(' \\\n  ');
  expect(target).toBe('gen.stamp:');
  expect(model).toBe('my\\ model.tflite');
  expect(data).toBe(DATA);
  expect(board).toMatch(/\/boards\/host\.yaml$/);
  expect(tool).toMatch(/\/package\.json\n$/);

  // A model that needs no data was not made from it.
  await tflqJson(args.with(1, 'out/model/my_model.tflite'), { cwd });
  expect(readFileSync(join(cwd, 'gen.d'), 'utf8')).not.toContain('.npy');

  const named = await tflq([...args, '--name', 'My Model'], { cwd });
  expectError(named, 'usage', '"My Model" cannot be the name', 'Take my_model');
});
