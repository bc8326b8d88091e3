import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseBoard } from '../../src/boards/parse.ts';
import { TflqError } from '../../src/common/errors.ts';
import { resourcePath } from '../../src/common/resources.ts';
import { thrown } from '../support/errors.ts';

const TEXT = readFileSync(resourcePath('boards', 'microbit.yaml'), 'utf8');

/** The microbit's file with one field set to another value, or removed where that is undefined. */
function changed(path: string, value: unknown): string {
  const board = parse(TEXT);
  const parts = path.split('.');
  const last = parts.pop()!;
  let holder = board;
  for (const part of parts) holder = holder[part];
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return stringify(board);
}

describe('parseBoard', () => {
  it('reads a board and fills in what may be left out', () => {
    const board = parseBoard(changed('memory.stack', undefined), 'mine.yaml');
    expect(board.id).toBe('microbit');
    expect(board.memory).toEqual({
      flash: { origin: 0, size: 0x40000 },
      ram: { origin: 0x20000000, size: 0x4000 },
      stack: 2048,
    });
    expect(board.core.pointerBits).toBe(32);
    expect(board.link.baud).toBe(115200);
  });

  it.each([
    ['id', 'Micro Bit', 'id: must be lower-case letters, digits, - and _'],
    ['id', undefined, 'id: is missing, expected string'],
    ['name', 'two\nlines', 'name: must be one line'],
    ['name', '*/ int x; /*', 'name: must be one line'],
    ['core.flags', 'mthumb', 'core.flags: expected array, received string'],
    ['core.flags', ['-mthumb', '; rm -rf $(HOME)'], 'core.flags[1]: must be one flag'],
    ['memory.ram.size', -1, 'memory.ram.size: '],
    ['memory.flash', undefined, 'memory.flash: is missing, expected object'],
    ['memory.rom', { origin: 0, size: 1 }, 'memory.rom: no such field'],
    ['memory', null, 'memory: must be given where `startup` is'],
    ['platform', '../../etc', 'platform: must be lower-case letters'],
    ['toolchain.prefix', 'gcc; ', 'toolchain.prefix: must be a prefix'],
    ['toolchain.packages', ['a b'], 'toolchain.packages[0]: must be the name of a Debian package'],
    ['flash.chip', 'nRF52 --eraseall', 'flash.chip: must be one word'],
    ['flash.chip', '-erase', 'flash.chip: must be one word'],
    ['flash.openocd', ['../../x.cfg'], "flash.openocd[0]: must be a file of OpenOCD's"],
    ['flash.family', '0xE48BFF56', 'flash.family: must be eight lower-case hexadecimal digits'],
    ['flash.family', 0xe48bff56, 'flash.family: expected string'],
    ['flash.usb', [{ vid: '2E8A' }], 'flash.usb[0].vid: must be four hexadecimal digits'],
    ['link.transport', 'pigeon', 'link.transport: expected one of'],
    ['link.baud', 0, 'link.baud: '],
    ['emulator', undefined, "emulator: must be given where link.transport is 'emulator'"],
    ['emulator.args', ['-serial', '{serial}'], 'emulator.args: must hold {image}'],
    ['emulator.args', ['-kernel', '{image}'], 'emulator.args: must hold {serial}'],
    ['timer.ticksPerUnit', 0, 'timer.ticksPerUnit: '],
    ['timer.unit', 'ms', 'timer.unit: expected one of'],
    ['sources', [], 'sources: '],
  ])('says what is wrong with %s = %j', (path, value, message) => {
    const error = thrown('board', () => parseBoard(changed(path, value), 'mine.yaml'));
    expect(error.message).toContain(message);
    expect(error.where).toBe('mine.yaml');
    expect(error.hint).toContain('docs/BOARDS.md');
  });

  it('names the line of a file that is no YAML', () => {
    const error = thrown('board', () => parseBoard('id: a\nname: [', 'mine.yaml'));
    expect(error.message).toContain('not valid YAML');
    expect(error.where).toMatch(/^mine\.yaml, line [23]$/);
    expect(thrown('board', () => parseBoard('id: a\nid: b\n', 'mine.yaml')).message).toContain('unique');
  });

  it.each(['', '42', '- a', 'a: *b', 'null'])('refuses a file that holds %j', (text) => {
    thrown('board', () => parseBoard(text, 'mine.yaml'));
  });

  it('shows the first few of many problems', () => {
    const error = thrown('board', () => parseBoard('id: x', 'mine.yaml'));
    expect(error.message.split(';')).toHaveLength(6);
    expect(error.message).toMatch(/and \d+ more$/);
  });

  it('survives any text, and any change of a good file', () => {
    const survives = (text: string): void => {
      try {
        parseBoard(text, 'any.yaml');
      } catch (error) {
        if (!(error instanceof TflqError)) throw error;
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), survives));
    fc.assert(
      fc.property(fc.nat(TEXT.length), fc.nat(20), fc.string(), (at, removed, inserted) =>
        survives(TEXT.slice(0, at) + inserted + TEXT.slice(at + removed)),
      ),
      { numRuns: 40 },
    );
  });
});
