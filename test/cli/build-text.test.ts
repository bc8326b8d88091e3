import { describe, expect, it } from 'vitest';
import { buildText } from '../../src/cli/build-text.ts';

const RESULT = {
  image: 'kws/build/firmware.elf',
  log: 'kws/build/build.log',
  flashBytes: 40_000,
  ramBytes: 20_000,
  flashAvailable: 262_144,
  ramAvailable: 32_768,
  sections: {
    code: 9_000,
    constants: 900,
    weights: 30_000,
    initialized: 100,
    arena: 19_000,
    zeroed: 900,
    stack: 2_048,
  },
};

describe('buildText', () => {
  it('says what the memory is taken for', () => {
    expect(buildText(RESULT).split('\n')).toEqual([
      'kws/build/firmware.elf',
      '  flash                39.1 KB  of 256.0 KB (16 %)',
      '    code                8.8 KB  █████▍',
      '    constants        900 bytes  ▌',
      '    weights            29.3 KB  ██████████████████',
      '    initial values   100 bytes  ▏',
      '  RAM                  21.5 KB  of 32.0 KB (68 %)',
      '    initialized      100 bytes  ▏',
      '    arena              18.6 KB  ████████████████████▋',
      '    zeroed           900 bytes  █',
      '    stack, at least     2.0 KB  ██▎',
    ]);
  });

  it('leaves out what there is nothing of, and says that a stack is not counted', () => {
    const sections = { ...RESULT.sections, initialized: 0, constants: 0, stack: null };
    const text = buildText({ ...RESULT, flashAvailable: null, ramAvailable: null, sections });
    expect(text).not.toMatch(/initial|constants|%/);
    expect(text.split('\n').at(-1)).toBe('  The stack comes on top.');
  });
});
