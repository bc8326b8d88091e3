/** templates/integration/platformio under Python, with a few lines that play PlatformIO around it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BIN, digits } from '../e2e/support/cli.ts';
import { consumer, expected } from './support/consumer.ts';

const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const skipped = ['python3', 'cc'].filter((program) => !has(program)).join(', ');

const player = fileURLToPath(new URL('fixtures/platformio.py', import.meta.url));

const INI = `
[tflq:digits]
model = models/digits.tflite
data = data/samples.npy
calibration_samples = 9

[env:board]
extra_scripts = pre:tflq_platformio.py
`;

interface Build {
  readonly status: number | null;
  readonly stderr: string;
  /** True where tflq-micro ran. */
  readonly ran: boolean;
  readonly CPPPATH: readonly string[];
  readonly BuildSources: readonly (readonly [string, string])[];
}

function pio(dir: string, environment = 'board', env: NodeJS.ProcessEnv = {}): Build {
  const { status, stdout, stderr } = spawnSync(
    'python3',
    [player, join(dir, 'tflq_platformio.py'), dir, environment],
    {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, TFLQ_MICRO: `'${process.execPath}' '${BIN}'`, ...env },
    },
  );
  const seen =
    status === 0 ? JSON.parse(stdout.trim().split('\n').at(-1)!) : { CPPPATH: [], BuildSources: [] };
  return { status, stderr, ran: stdout.includes('tflq-micro: the network'), ...seen };
}

/** Compiles main.c with what PlatformIO was told, and runs it. */
function compileAndRun(dir: string, { CPPPATH, BuildSources }: Build): string {
  const sources = BuildSources.map(([, folder]) => join(folder, 'digits.c'));
  const includes = CPPPATH.map((folder) => `-I${folder}`);
  const program = join(dir, 'app');
  const { stderr } = spawnSync('cc', ['-o', program, 'main.c', ...sources, ...includes], {
    cwd: dir,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return spawnSync(program, { encoding: 'utf8' }).stdout;
}

describe.skipIf(skipped !== '')(`networks in PlatformIO${skipped && ` (skipped: no ${skipped})`}`, () => {
  it('are made when they are stale, and only then', { timeout: 60_000 }, async () => {
    const dir = await consumer('platformio', { 'platformio.ini': INI });
    const out = join(dir, '.pio', 'build', 'board', 'tflq', 'digits');
    const first = pio(dir);
    expect(first).toEqual({
      status: 0,
      stderr: '',
      ran: true,
      CPPPATH: [join(out, 'tflq')],
      BuildSources: [[`${out}.objects`, join(out, 'tflq')]],
    });
    expect(compileAndRun(dir, first)).toBe(await expected(join(out, 'model', 'digits.tflite')));
    expect(pio(dir)).toEqual({ ...first, ran: false });

    const later = new Date(Date.now() + 5000);
    utimesSync(join(dir, 'data', 'samples.npy'), later, later);
    const compiledAt = statSync(join(out, 'tflq', 'digits.c')).mtimeMs;
    expect(pio(dir).ran).toBe(true);
    expect(statSync(join(out, 'tflq', 'digits.c')).mtimeMs).toBe(compiledAt);
    utimesSync(join(dir, 'data', 'samples.npy'), new Date(0), new Date(0));

    writeFileSync(join(dir, 'platformio.ini'), INI.replace('= 9', '= 3\nio = float32'));
    expect(pio(dir).ran).toBe(true);
    expect(pio(dir).ran).toBe(false);
    rmSync(join(dir, 'models', 'digits.tflite'));
    expect(pio(dir)).toMatchObject({ status: 1, ran: true });
  });

  it('are those that an environment names', { timeout: 60_000 }, async () => {
    const environments = ['none', 'one', 'wrong'].map((name) => `[env:${name}]`);
    const more = `[tflq:second]\nmodel = ./models/second.tflite\n${environments[0]}\ncustom_tflq =\n${environments[1]}\ncustom_tflq = digits\n${environments[2]}\ncustom_tflq = digits, third\n`;
    const dir = await consumer('platformio', { 'platformio.ini': INI + more });
    expect(pio(dir, 'none')).toMatchObject({ status: 0, ran: false, CPPPATH: [] });
    expect(pio(dir, 'one').CPPPATH).toHaveLength(1);
    const wrong = pio(dir, 'wrong');
    expect(wrong).toMatchObject({ status: 1, ran: false });
    expect(wrong.stderr).toBe('tflq: custom_tflq names third, and there is no section [tflq:third]\n');
  });

  it('show what the program has to say', { timeout: 60_000 }, async () => {
    const dir = await consumer('platformio', {
      'platformio.ini': INI.replace('[tflq:digits]', '[tflq:Digits]'),
    });
    const { status, stderr } = pio(dir);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: "Digits" cannot be the name of a network in C$/m);
    expect(stderr).toContain('tflq: the network Digits was not made');
  });

  it('say what is missing', async () => {
    const dir = await consumer('platformio', { 'platformio.ini': INI.replace('model =', 'modell =') });
    expect(pio(dir).stderr).toBe('tflq: the section [tflq:digits] of platformio.ini has no model\n');
    writeFileSync(join(dir, 'platformio.ini'), INI);
    const paths = process.env.PATH!.split(':').filter((folder) => !has(join(folder, 'tflq-micro')));
    const absent = pio(dir, 'board', { TFLQ_MICRO: '', PATH: paths.join(':') });
    expect(absent.stderr).toBe(
      'tflq: tflq-micro is not installed. In this project: npm install tflq-micro\n',
    );
  });

  it('are made by the tflq-micro in node_modules', async () => {
    const dir = await consumer('platformio', { 'platformio.ini': INI });
    cpSync(digits('digits_float32.tflite'), join(dir, 'models', 'digits.tflite'));
    const bin = join(dir, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'tflq-micro'), '#!/bin/sh\necho "it is me" >&2; exit 1\n', { mode: 0o755 });
    expect(pio(dir, 'board', { TFLQ_MICRO: '' }).stderr).toContain('it is me');
  });
});
