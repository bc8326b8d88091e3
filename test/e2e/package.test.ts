/**
 * The published tarball, without what is only there for developing: what `npm pack` makes is laid into an empty folder
 * beside copies of its run-time dependencies, as npm installs it, and runs there.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasCompiler } from '../support/fake-firmware.ts';
import { digits, scratchFolder } from './support/cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Packs without building again: the tests' set-up has built. */
function pack(to: string): string {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', to];
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }));
  return join(to, filename);
}

/** The folders of the packages that it needs to run. */
function runtimeDependencies(): string[] {
  const args = ['ls', '--omit=dev', '--all', '--parseable'];
  const list = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
  return [...new Set(list.split('\n'))].filter((path) => path.includes('node_modules'));
}

/** As `npm install tflq-micro-x.y.z.tgz` leaves it. */
function install(): string {
  const dir = scratchFolder();
  const own = join(dir, 'node_modules', 'tflq-micro');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', pack(dir), '-C', own, '--strip-components=1']);
  for (const path of runtimeDependencies()) {
    const to = join(dir, relative(ROOT, path));
    mkdirSync(dirname(to), { recursive: true });
    if (!existsSync(to)) cpSync(path, to, { recursive: true });
  }
  mkdirSync(join(dir, 'node_modules', '.bin'));
  symlinkSync('../tflq-micro/bin/run.js', join(dir, 'node_modules', '.bin', 'tflq-micro'));
  return dir;
}

describe('the package', () => {
  it.skipIf(!hasCompiler)(
    `runs the whole way where nothing else is installed${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
    { timeout: 120_000 },
    () => {
      const cwd = install();
      expect(existsSync(join(cwd, 'node_modules', '@tensorflow'))).toBe(false);
      const tflq = (...args: string[]): string =>
        execFileSync(join(cwd, 'node_modules', '.bin', 'tflq-micro'), args, { cwd, encoding: 'utf8' });
      expect(tflq('--version')).toMatch(/^tflq-micro\/\d/);
      const data = ['--data', digits('digits_x.npy'), '--labels', digits('digits_y.npy')];
      const said = tflq('run', digits('digits_float32.tflite'), '--board', 'host', ...data, '--json');
      expect(JSON.parse(said).validate).toMatchObject({ samples: 500, agreement: 1, passed: true });
      expect(
        readdirSync(cwd)
          .filter((name) => !name.endsWith('.tgz'))
          .sort(),
      ).toEqual(['digits_float32-host', 'node_modules']);

      const library =
        "import { findBoard, quantizeGraph, loadFloatNetwork } from 'tflq-micro';" +
        "console.log((await findBoard('microbit')).chip, typeof quantizeGraph, typeof loadFloatNetwork);";
      const args = ['--input-type=module', '-e', library];
      expect(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' })).toBe(
        'nRF51822 function function\n',
      );
    },
  );
});
