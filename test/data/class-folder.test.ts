import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listClassFolder } from '../../src/data/class-folder.ts';
import { rejected } from '../support/errors.ts';
import { newFolder } from '../support/scratch.ts';
import { writeFiles } from './support/image-files.ts';

const list = async (folder: string) => {
  const { files, ...rest } = await listClassFolder(folder, ['png', 'jpg']);
  return { ...rest, files: files.map(({ path, label }) => `${label} ${relative(folder, path)}`) };
};

describe('a folder', () => {
  it('of folders has their names as classes, in the order of code units', async () => {
    const folder = newFolder('tflq classes ');
    writeFiles(folder, { 'b/2.png': '', 'b/10.PNG': '', 'B/x.jpg': '', 'ä/y.jpg': '', 'a b/z.png': '' });
    mkdirSync(join(folder, 'none'));
    expect(await list(folder)).toEqual({
      classNames: ['B', 'a b', 'b', 'none', 'ä'],
      files: ['0 B/x.jpg', '1 a b/z.png', '2 b/10.PNG', '2 b/2.png', '4 ä/y.jpg'],
      ignored: 0,
    });
  });

  it('of files has no classes', async () => {
    const folder = newFolder('tflq classes ');
    writeFiles(folder, { '2.png': '', '1.png': '' });
    expect(await list(folder)).toEqual({ files: ['-1 1.png', '-1 2.png'], ignored: 0 });
  });

  it('may hold what is none of it, which is counted: other and hidden files, folders in folders', async () => {
    const folder = newFolder('tflq classes ');
    writeFiles(folder, {
      '.DS_Store': '',
      'readme.txt': '',
      'loose.png': '',
      'a/1.png': '',
      'a/._1.png': '',
      'a/notes.csv': '',
      'a/deeper/2.png': '',
      '.cache/3.png': '',
    });
    expect(await list(folder)).toEqual({ classNames: ['a'], files: ['0 a/1.png'], ignored: 7 });
  });

  it('may hold links to what is within it, and not to what is outside', async () => {
    const folder = newFolder('tflq classes ');
    const outside = newFolder('tflq outside ');
    writeFiles(outside, { 'secret.png': '', 'more/secret.png': '' });
    writeFiles(folder, { 'a/1.png': '' });
    symlinkSync('1.png', join(folder, 'a', '2.png'));
    symlinkSync(join(outside, 'secret.png'), join(folder, 'a', '3.png'));
    symlinkSync(join(outside, 'more'), join(folder, 'b'));
    symlinkSync('nowhere.png', join(folder, 'a', '4.png'));
    expect(await list(folder)).toEqual({ classNames: ['a'], files: ['0 a/1.png', '0 a/2.png'], ignored: 3 });
  });

  it('that is not there is told of', async () => {
    const error = await rejected('data', list('/no/such/folder'));
    expect(error.message).toBe('the folder does not exist');
  });
});
