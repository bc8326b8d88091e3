/** Tables, bars, widths and colours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBar, formatTable, harmless, plain, styleFor } from '../../src/report/index.ts';
import { wantsColour } from '../../src/report/style.ts';
import { textWidth } from '../../src/report/text-width.ts';

const coloured = styleFor({ isTTY: true }, {});

describe('a table', () => {
  it('has columns, numbers on the right', () => {
    const rows = [
      ['CONV_2D', '1,000', '52.7 KB'],
      ['ADD', '7', ''],
    ];
    expect(formatTable(['operator', 'MACs', 'size'], rows, { style: plain, indent: 2 })).toBe(
      ['  operator   MACs     size', '  CONV_2D   1,000  52.7 KB', '  ADD           7'].join('\n'),
    );
  });

  it('lays columns out as it is told, without a header too', () => {
    const rows = [['a', '1'], ['long', '22'], ['x']];
    const text = formatTable([], rows, { align: ['right', 'left'] });
    expect(text).toBe('   a  1\nlong  22\n   x');
    expect(formatTable([], [])).toBe('');
    expect(formatTable(['a', 'b'], [], { style: plain })).toBe('a  b');
  });

  it('counts columns of the terminal, not characters', () => {
    const rows = [
      [coloured.good('✓'), '|'],
      ['キーワード', '|'],
      ['e\u0301', '|'],
    ];
    const lines = formatTable([], rows).split('\n');
    expect(lines.map((line) => textWidth(line))).toEqual([13, 13, 13]);
  });

  it('has lines of one width but for blanks at their ends', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', '漢', 'é', ' '), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
        const marked = rows.map((row) => [...row, '|']);
        const widths = formatTable([], marked, { style: plain })
          .split('\n')
          .map((line) => textWidth(line));
        expect(new Set(widths).size).toBe(1);
      }),
    );
  });
});

describe('a bar', () => {
  it.each([
    [0, ''],
    [1, '████'],
    [0.5, '██'],
    [0.53, '██▏'],
    [0.25 / 8, '▏'],
    [0.001, '▏'],
    [-1, ''],
    [7, '████'],
  ])('shows %d of 4 columns', (share, bar) => expect(formatBar(share, 4)).toBe(bar));

  it('grows with the share, and never beyond its columns', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const order = ' ▏▎▍▌▋▊▉█';
    const eighths = (bar: string): number => [...bar].reduce((sum, part) => sum + order.indexOf(part), 0);
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 60 }), (a, b, width) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((each) => formatBar(each, width));
        expect(eighths(low!)).toBeLessThanOrEqual(eighths(high!));
        expect(high!.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('strangers’ text', () => {
  it('cannot move the cursor, break the line or turn the direction', () => {
    expect(harmless('a\x1b[2Jb\r\nc\u202ed\u2028e')).toBe('a�[2Jb��c�d�e');
    expect(harmless('ünïcödé 漢字')).toBe('ünïcödé 漢字');
  });

  it('is cut off', () => {
    expect(harmless('x'.repeat(100), 5)).toBe('xxxx…');
    expect(harmless('xxxxx', 5)).toBe('xxxxx');
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [true, { TERM: 'xterm-256color' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
    [undefined, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
  ])('where the terminal is %s and the environment %j: %s', (isTTY, env, wanted) => {
    expect(wantsColour({ isTTY }, env)).toBe(wanted);
    expect(styleFor({ isTTY }, env).bad('x')).toBe(wanted ? '\x1b[31mx\x1b[39m' : 'x');
  });
});
