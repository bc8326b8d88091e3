import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadArrays, openSamples } from '../../src/data/index.ts';
import { loadClasses } from '../../src/data/labels.ts';
import type { DataRequest } from '../../src/data/sample-source.ts';
import { rejected } from '../support/errors.ts';
import { newFolder } from '../support/scratch.ts';
import { networkOf } from './support/networks.ts';

function file(text: string | Uint8Array, name = 'data.csv'): string {
  const path = join(newFolder('tflq csv '), name);
  writeFileSync(path, text);
  return path;
}

/** The samples and labels that a network of three inputs and three classes gets. */
async function opened(text: string, request: DataRequest = {}) {
  const { samples, labels, classNames } = await openSamples(file(text), networkOf([1, 3]), request);
  const rows: number[][] = [];
  for (let k = 0; k < samples.count; k++) {
    const [row] = await samples.sample(k);
    rows.push([...(row as Float32Array)]);
  }
  return { rows, labels: labels && [...labels], classNames };
}

const ROWS = [
  [1, 2, 3],
  [4, 5, 6.5],
];

describe('tables', () => {
  it.each([
    ['with commas', '1,2,3\n4,5,6.5\n'],
    ['with semicolons, and commas in numbers', '1;2;3\n4;5,0;6,5'],
    ['with tabs', '1\t2\t3\n4\t5\t6.5'],
    ['under a header', 'a,b,c\n1,2,3\n4,5,6.5\n'],
    ['with quotes', '"a, first","b ""quoted""","c\nin two lines"\n"1",2,3\n4,"5",6.5\n'],
    ['from Windows', '\ufeffa,b,c\r\n1,2,3\r\n4,5,6.5\r\n\r\n'],
    ['with blanks', ' 1, 2 ,3\n\n4,\t5,+6.50'],
    ['with exponents', '1e0,2.,.3E1\n4,5,65e-1'],
  ])('%s', async (_, text) => {
    expect((await opened(text)).rows).toEqual(ROWS);
  });

  it('hold one sample a row, in the shape of the input', async () => {
    const { samples } = await openSamples(file('1,2,3,4\n5,6,7,8\n'), networkOf([1, 2, 2, 1]), {});
    expect(samples.count).toBe(2);
    expect(await samples.sample(1)).toEqual([Float32Array.of(5, 6, 7, 8)]);
  });

  it('of whole numbers feed inputs that take integers', async () => {
    const graph = networkOf([1, 2], { dtype: 'int32' });
    const { samples } = await openSamples(file('7,8\n-9,10\n'), graph, {});
    expect(await samples.sample(1)).toEqual([Int32Array.of(-9, 10)]);
  });

  it.each([
    ['by name', 'a,b,c,kind\n1,2,3,2\n4,5,6.5,0\n', 'kind', [2, 0], undefined],
    ['by place', '2,1,2,3\n0,4,5,6.5\n', '1', [2, 0], undefined],
    ['by place, under a header', 'kind,a,b,c\n2,1,2,3\n0,4,5,6.5\n', '1', [2, 0], undefined],
    ['with names', 'a,b,c,kind\n1,2,3,tulip\n4,5,6.5,"a, b"\n', 'kind', [1, 0], ['a, b', 'tulip']],
    ['with names and no header', '1,2,3,tulip\n4,5,6.5,daisy\n', '4', [1, 0], ['daisy', 'tulip']],
  ])('have a column of classes, %s', async (_, text, labelColumn, labels, classNames) => {
    expect(await opened(text, { labelColumn })).toEqual({ rows: ROWS, labels, classNames });
  });

  it.each([
    ['a,b,c\n1,2,3\n4,x,6\n', 'line 3, cell 2: "x" is no number'],
    ['1,2,3\n4,,6\n', 'line 2, cell 2: "" is no number'],
    ['1,2,3\n4,nan,6\n', 'line 2, cell 2: "nan" is no number'],
    ['"a\nb",b,c\n1,2,3\n1,2\n', 'line 4 has 2 cells, the first 3'],
    ['1,2,3\n4,"5,6\n', 'line 2: a quote is opened and never closed'],
    ['1,"2"x,3\n', 'line 1: "x" stands behind a closing quote'],
    ['a,b,c\n', 'it holds no rows'],
    ['1,2\u0000,3\n', 'it is no text'],
  ])('are refused with the line: %j', async (text, message) => {
    const error = await rejected('data', opened(text));
    expect(error.message).toBe(`the table cannot be read: ${message}`);
    expect(error.where).toMatch(/data\.csv$/);
  });

  it('are refused without the column that was named', async () => {
    expect((await rejected('data', opened('1,2,3\n', { labelColumn: 'kind' }))).message).toMatch(
      /no column "kind" among its 3/,
    );
    expect((await rejected('data', opened('1,2,3\n', { labelColumn: '4' }))).message).toMatch(
      /no column "4"/,
    );
  });

  it('whose rows are no samples tell both shapes', async () => {
    const error = await rejected('data', opened('1,2,3,4\n'));
    expect(error.message).toMatch(/shape \[1, 4\].*takes \[samples, 3\]/);
  });

  it('are known by their ending only', async () => {
    expect((await rejected('data', loadArrays(file('1,2,3\n', 'data.txt')))).message).toMatch(
      /no known format/,
    );
    expect((await loadArrays(file('1\t2\n', 'data.TSV')))[0]!.shape).toEqual([1, 2]);
  });
});

describe('files of labels', () => {
  it.each([
    ['numbers', '2\n0\n1\n', {}, [2, 0, 1], undefined],
    ['numbers under a header', 'label\n2\n0\n1\n', {}, [2, 0, 1], undefined],
    ['names', 'tulip\ndaisy\ntulip\n', {}, [1, 0, 1], ['daisy', 'tulip']],
    ['names under a header', 'class\ntulip\ndaisy\n', {}, [1, 0], ['daisy', 'tulip']],
    ['a column of several', 'file,label\n1.png,2\n2.png,0\n', {}, [2, 0], undefined],
    ['a named column', 'file,kind\n1.png,2\n2.png,0\n', { labelColumn: 'kind' }, [2, 0], undefined],
    [
      'names that are known',
      'rose\n',
      { classNames: ['daisy', 'rose', 'tulip'] },
      [1],
      ['daisy', 'rose', 'tulip'],
    ],
  ])('hold %s', async (_, text, options, labels, classNames) => {
    const found = await loadClasses(file(text), options);
    expect([...found.labels]).toEqual(labels);
    expect(found.classNames).toEqual(classNames);
  });

  it.each([
    ['1\n-1\n', {}, 'line 2: the label is -1'],
    ['1\n1.5\n', {}, 'line 2: the label is 1.5'],
    ['daisy\nlily\n', { classNames: ['daisy'] }, 'line 2: "lily" is no class'],
    ['a,b\n1,2\n', {}, 'the table cannot be read: which of its 2 columns holds the labels cannot be told'],
    ['label\n', {}, 'the table cannot be read: it holds no rows'],
  ])('are refused: %j', async (text, options, message) => {
    expect((await rejected('data', loadClasses(file(text), options))).message).toBe(message);
  });
});
