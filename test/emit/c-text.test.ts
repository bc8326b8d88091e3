import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayDefinition, arrayRows } from '../../src/emit/c-array.ts';
import { commentText, elementLiterals, floatLiteral, int32Literal } from '../../src/emit/c-text.ts';
import { thrown } from '../support/errors.ts';

/** What the compiler reads: the nearest float32 to a decimal number. */
function parseFloat32(literal: string): number {
  expect(literal).toMatch(/^-?\d+(\.\d+)?(e[+-]?\d+)?f$/);
  expect(literal).toMatch(/[.e]/);
  return Math.fround(Number(literal.slice(0, -1)));
}

describe('numbers', () => {
  it('writes every float32 exactly', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(parseFloat32(floatLiteral(value)), value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes float32 as short as can be', () => {
    expect(floatLiteral(1)).toBe('1.0f');
    expect(floatLiteral(0.1)).toBe('0.1f');
    expect(floatLiteral(Math.fround(0.1))).toBe('0.1f');
    expect(floatLiteral(-0)).toBe('-0.0f');
    expect(floatLiteral(1 / 256)).toBe('0.00390625f');
    expect(floatLiteral(2 ** 60)).toBe('1152921500000000000.0f');
    expect(floatLiteral(1e-45)).toBe('1e-45f');
    expect(floatLiteral(3.4028234663852886e38)).toBe('3.4028235e+38f');
  });

  it('gives the lowest integers a name: they have no literal', () => {
    expect(int32Literal(-2147483648)).toBe('INT32_MIN');
    expect(int32Literal(-2147483647)).toBe('-2147483647');
    expect(elementLiterals('int64', BigInt64Array.of(-(2n ** 63n), -1n), 'x')).toEqual([
      'INT64_MIN',
      'INT64_C(-1)',
    ]);
    expect(elementLiterals('uint32', Uint32Array.of(4294967295), 'x')).toEqual(['4294967295u']);
    expect(elementLiterals('int8', Int8Array.of(-128, 127), 'x')).toEqual(['-128', '127']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s in a constant', (value) => {
    const error = thrown('model', () => elementLiterals('float32', Float32Array.of(1, value), 'tensor_3'));
    expect(error.message).toContain(String(value));
    expect(error.where).toBe('tensor_3');
  });
});

describe('tables', () => {
  it('wraps rows below 110 columns and loses no number', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 1 }),
        (numbers) => {
          const rows = arrayRows(numbers.map(String)).split('\n');
          expect(rows.every((row) => row.length <= 110 && row.startsWith('  '))).toBe(true);
          expect(rows.join('').split(',').slice(0, -1).map(Number)).toEqual(numbers);
        },
      ),
    );
  });

  it('keeps a short table on its line', () => {
    expect(arrayDefinition('int32_t', 'table_0', ['1', '2'])).toBe(
      'static const int32_t table_0[2] = {1, 2};',
    );
  });
});

describe('comments', () => {
  it('leaves names as they are', () => {
    const names = [
      'dense/BiasAdd;dense/MatMul',
      'StatefulPartitionedCall:0',
      'Größe_2',
      '名前',
      'a-b.c[1] (x)',
    ];
    expect(names.map(commentText)).toEqual(names);
  });

  it('never lets a name end the comment, continue a line, or hide what it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        const text = commentText(name);
        expect(text).not.toMatch(/[*\\?\p{C}\p{Zl}\p{Zp}]/u);
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
      { numRuns: 300 },
    );
    expect(commentText('x */ system("rm") /* \\\n ??/ \u202e')).toBe('x _/ system(_rm_) /_ __ __/ _');
  });

  it('cuts long names between characters', () => {
    const text = commentText('名'.repeat(200));
    expect(text).toBe(`${'名'.repeat(80)}…`);
  });
});
