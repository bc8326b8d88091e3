import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatDepfile, writeBuildFiles } from '../../src/cli/build-files.ts';
import { rejected, thrown } from '../support/errors.ts';
import { newFolder } from '../support/scratch.ts';

function scratchFolder(): string {
  return newFolder('tflq-depfile-');
}

/** Whatever a path may hold that means something to make or Ninja. */
const PATHS = [
  'plain.tflite',
  'two words.tflite',
  'money$HOME.npy',
  'hash#tag.npy',
  'a  b.npy',
  "it's.npy",
  'per%cent.npy',
  'brackets (1) [2] {3}.npy',
  'back\\slash.npy',
  'back\\ slash.npy',
  'tilde~&.npy',
  'ünï/cødé.npy',
];

const hasMake = spawnSync('make', ['--version']).status === 0;
const hasNinja = spawnSync('ninja', ['--version']).status === 0;

const LONG_AGO = [1, 1] as const;
const LATER = [4e9, 4e9] as const;

/** A folder with old files, and a depfile that says that `out.stamp` depends on them. */
function dependent(paths: readonly string[]): string {
  const dir = scratchFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), '');
    utimesSync(join(dir, path), ...LONG_AGO);
  }
  writeFileSync(join(dir, 'saved.d'), formatDepfile('out.stamp', paths));
  return dir;
}

describe('a depfile', () => {
  it('is a rule without a recipe', () => {
    expect(formatDepfile('gen.stamp', ['model.tflite', '/data/my samples.npy', 'a$b#c'])).toBe(
      'gen.stamp: \\\n  model.tflite \\\n  /data/my\\ samples.npy \\\n  a$$b\\#c\n',
    );
  });

  it('holds no line breaks in paths', () => {
    const error = thrown('usage', () => formatDepfile('a', ['b\nc: d']));
    expect(error.where).toBe('"b\\nc: d"');
  });

  it.skipIf(!hasMake)(`is read by make as it is meant${hasMake ? '' : ' (skipped: no make)'}`, () => {
    const dir = dependent(PATHS);
    writeFileSync(join(dir, 'Makefile'), 'out.stamp:\n\t@touch $@; echo $(words $?)\n-include saved.d\n');
    const options = { cwd: dir, encoding: 'utf8', stdio: 'pipe' } as const;
    const make = () => execFileSync('make', ['-s', 'out.stamp'], options);
    make();
    for (const path of PATHS) {
      expect(make(), path).toBe('');
      utimesSync(join(dir, path), ...LATER);
      expect(make(), path).not.toBe('');
      utimesSync(join(dir, path), ...LONG_AGO);
    }
  });

  it.skipIf(!hasNinja)(`is read by Ninja as it is meant${hasNinja ? '' : ' (skipped: no ninja)'}`, () => {
    // Ninja before 1.12 cannot read these, however they are written.
    const paths = PATHS.filter((path) => !/['&]/.test(path));
    const dir = dependent(paths);
    writeFileSync(
      join(dir, 'build.ninja'),
      'rule gen\n  command = touch $out && cp saved.d out.d\n  depfile = out.d\nbuild out.stamp: gen\n',
    );
    const ninja = () => execFileSync('ninja', { cwd: dir, encoding: 'utf8' });
    ninja();
    for (const path of paths) {
      expect(ninja(), path).toContain('no work to do');
      utimesSync(join(dir, path), ...LATER);
      expect(ninja(), path).not.toContain('no work to do');
      utimesSync(join(dir, path), ...LONG_AGO);
    }
  });
});

describe('writeBuildFiles', () => {
  it('writes what was asked for, the stamp being the target', async () => {
    const dir = scratchFolder();
    const [depfile, stamp] = [join(dir, 'gen.d'), join(dir, 'gen.stamp')];
    await writeBuildFiles({}, 'project', ['model.tflite']);
    await writeBuildFiles({ depfile }, 'project', ['model.tflite']);
    expect(readFileSync(depfile, 'utf8')).toBe('project/tflq.json: \\\n  model.tflite\n');
    await writeBuildFiles({ depfile, stamp }, 'project', ['model.tflite']);
    expect(readFileSync(depfile, 'utf8')).toBe(`${stamp}: \\\n  model.tflite\n`);
    expect(statSync(stamp).size).toBe(0);
    utimesSync(stamp, 1, 1);
    await writeBuildFiles({ stamp }, 'project', []);
    expect(statSync(stamp).mtimeMs).toBeGreaterThan(1000);
  });

  it('names the flag whose path cannot be written, and leaves no stamp then', async () => {
    const dir = scratchFolder();
    const stamp = join(dir, 'gen.stamp');
    const error = await rejected(
      'usage',
      writeBuildFiles({ depfile: join(dir, 'absent', 'gen.d'), stamp }, 'project', []),
    );
    expect(error.where).toBe('--depfile');
    expect(statSync(stamp, { throwIfNoEntry: false })).toBeUndefined();
  });
});
