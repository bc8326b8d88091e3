import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/common/resources.ts';

const SCRIPT = join('scripts', 'build-kernels.mjs');

/** The exit codes of the script. */
const EXIT = { fresh: 0, stale: 1, otherCompiler: 3, noCompiler: 4 };

function check(root: string, env: NodeJS.ProcessEnv = process.env) {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--check'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, stderr };
}

const here = check(packageRoot());
const untold =
  here.status === EXIT.otherCompiler || here.status === EXIT.noCompiler ? here.stderr.split('\n')[0] : '';
const skipped = untold === '' ? '' : ` (skipped: ${untold})`;

it.skipIf(untold !== '')(`host.wasm is what its source gives${skipped}`, () => {
  expect(here).toEqual({ status: EXIT.fresh, stderr: '' });
});

describe.skipIf(untold !== '')(`a copy that was changed${skipped}`, () => {
  let root: string;
  const path = (...parts: string[]): string => join(root, 'templates', 'kernels', ...parts);

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'tflq-build-kernels-'));
    cpSync(join(packageRoot(), SCRIPT), join(root, SCRIPT));
    cpSync(join(packageRoot(), 'templates', 'kernels'), path(), { recursive: true });
  });

  afterAll(() => rmSync(root, { recursive: true }));

  it('says that another compiler cannot tell', () => {
    const bytes = readFileSync(path('host.wasm'));
    const at = bytes.indexOf('clang');
    bytes.write('slang', at);
    writeFileSync(path('host.wasm'), bytes);
    const { status, stderr } = check(root);
    expect(status).toBe(EXIT.otherCompiler);
    expect(stderr).toContain('slang');
    bytes.write('clang', at);
    writeFileSync(path('host.wasm'), bytes);
  });

  it('is stale', () => {
    writeFileSync(
      path('relu6_s8.h'),
      readFileSync(path('relu6_s8.h'), 'utf8').replaceAll('p->six', 'p->zero'),
    );
    const { status, stderr } = check(root);
    expect(status).toBe(EXIT.stale);
    expect(stderr).toContain('run node scripts/build-kernels.mjs');
  });

  it('is not compared where clang is missing', () => {
    const { status, stderr } = check(root, { ...process.env, PATH: dirname(root) });
    expect(status).toBe(EXIT.noCompiler);
    expect(stderr).toContain('apt-get install clang lld');
  });
});
