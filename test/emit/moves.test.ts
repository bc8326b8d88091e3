import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Moves } from '../../src/emit/moves.ts';
import { scratchFolder } from './support/projects.ts';

describe('moves', () => {
  it('can be undone, the folders that they made too', () => {
    const dir = scratchFolder();
    mkdirSync(join(dir, 'old'));
    writeFileSync(join(dir, 'old', 'a'), 'first');
    writeFileSync(join(dir, 'b'), 'second');
    symlinkSync('nowhere', join(dir, 'link'));

    const moves = new Moves();
    moves.move(join(dir, 'old', 'a'), join(dir, 'backup', 'deep', 'a'));
    moves.move(join(dir, 'b'), join(dir, 'old', 'a'));
    moves.move(join(dir, 'link'), join(dir, 'backup', 'link'));
    expect(readFileSync(join(dir, 'old', 'a'), 'utf8')).toBe('second');
    expect(existsSync(join(dir, 'b'))).toBe(false);

    moves.undo();
    expect(readdirSync(dir).sort()).toEqual(['b', 'link', 'old']);
    expect(readFileSync(join(dir, 'old', 'a'), 'utf8')).toBe('first');
    expect(readFileSync(join(dir, 'b'), 'utf8')).toBe('second');
    expect(lstatSync(join(dir, 'link')).isSymbolicLink()).toBe(true);
  });

  it('leaves a folder in which somebody else put something', () => {
    const dir = scratchFolder();
    writeFileSync(join(dir, 'a'), 'mine');
    const moves = new Moves();
    moves.move(join(dir, 'a'), join(dir, 'new', 'a'));
    writeFileSync(join(dir, 'new', 'other'), 'theirs');
    moves.undo();
    expect(readFileSync(join(dir, 'new', 'other'), 'utf8')).toBe('theirs');
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('mine');
  });

  it('do nothing where there is no such file', () => {
    const dir = scratchFolder();
    new Moves().move(join(dir, 'absent'), join(dir, 'new', 'a'));
    expect(readdirSync(dir)).toEqual([]);
  });
});
