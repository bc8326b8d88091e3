import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { companionsOf } from '../../src/formats/companions.ts';
import { rejected } from '../support/errors.ts';
import { newFolder } from '../support/scratch.ts';

/** A model's folder with weights in and below it, and a secret beside it. */
function folder() {
  const top = newFolder('companions-');
  const model = join(top, 'model');
  mkdirSync(join(model, 'below'), { recursive: true });
  writeFileSync(join(top, 'secret'), 'secret');
  writeFileSync(join(model, 'weights.bin'), 'w');
  writeFileSync(join(model, 'below', 'more.bin'), 'm');
  symlinkSync(join(top, 'secret'), join(model, 'link.bin'));
  symlinkSync(join('below', 'more.bin'), join(model, 'inner.bin'));
  return { top, path: join(model, 'model.json') };
}

describe('companionsOf', () => {
  it('reads files in the folder of the model and below, and tells which', async () => {
    const { path } = folder();
    const read: string[] = [];
    const companion = companionsOf(path, (file) => read.push(file));
    expect(String(await companion('weights.bin'))).toBe('w');
    expect(String(await companion('./below/more.bin'))).toBe('m');
    expect(String(await companion('inner.bin'))).toBe('m');
    expect(read).toEqual(
      ['weights.bin', 'below/more.bin', 'inner.bin'].map((name) => join(path, '..', name)),
    );
  });

  it.each(['../secret', 'below/../../secret', '/etc/hostname', 'link.bin', 'a\0b', '..\\secret', '..'])(
    'does not read %j, outside of it',
    async (name) => {
      const { path } = folder();
      const error = await rejected('model', companionsOf(path)(name));
      expect(error.message).toMatch(/^the model refers to a file outside of its folder/);
      expect(error.where).toBe(path);
    },
  );

  it('says which file is missing', async () => {
    const { path } = folder();
    const error = await rejected('model', companionsOf(path)('gone.bin'));
    expect(error.message).toBe('the model\'s file "gone.bin" does not exist');
  });
});
