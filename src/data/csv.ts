/** .csv files: one sample a row, one number a cell, perhaps a column of classes. */
import { TflqError } from '../common/errors.ts';
import { type ClassNumbers, classNumbers, type WrittenClass } from './class-names.ts';
import { csvRows, separatorOf } from './csv-rows.ts';
import type { DataArray, DataFormat, ReadOptions } from './data-array.ts';
import { NumberList } from './number-list.ts';

/** What columns of classes are called. */
const LABEL_NAMES = /^(?:y|labels?|targets?|class(?:es)?)$/i;

/** A table as it is read. */
interface Table {
  /** The samples: all columns but that of the classes. */
  readonly numbers: NumberList;
  readonly rows: number;
  /** Of each row, where there is a column of classes. */
  readonly classes: readonly WrittenClass[];
}

/** A number, with a comma in it where cells are not separated by commas; NaN for anything else. */
function toNumber(cell: string, separator: string): number {
  const text = separator === ',' ? cell : cell.replace(',', '.');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

const isPosition = (labelColumn: string): boolean => /^\d+$/.test(labelColumn);

/**
 * Which column holds the classes, counted from 0; −1 for none.
 *
 * @param first the cells of the first row
 */
function findColumn(first: readonly string[], labelColumn: string | undefined): number {
  if (labelColumn === undefined) return -1;
  const column = isPosition(labelColumn) ? Number(labelColumn) - 1 : first.indexOf(labelColumn);
  if (column >= 0 && column < first.length) return column;
  throw new Error(`there is no column ${JSON.stringify(labelColumn)} among its ${first.length}`);
}

function requireWidth(cells: readonly string[], width: number, line: number): void {
  if (cells.length === width) return;
  throw new Error(`line ${line} has ${cells.length} cells, the first ${width}`);
}

function readTable(text: string, labelColumn: string | undefined): Table {
  const separator = separatorOf(text);
  const numbers = new NumberList();
  const classes: WrittenClass[] = [];
  let [column, width, rows] = [-1, 0, 0];
  for (const { line, cells } of csvRows(text, separator)) {
    if (width === 0) {
      width = cells.length;
      column = findColumn(cells, labelColumn);
      const isNamed = labelColumn !== undefined && !isPosition(labelColumn);
      const isHeader =
        isNamed || cells.some((cell, i) => i !== column && Number.isNaN(toNumber(cell, separator)));
      if (isHeader) continue;
    }
    requireWidth(cells, width, line);
    for (const [i, cell] of cells.entries()) {
      if (i === column) continue;
      const value = toNumber(cell, separator);
      if (Number.isNaN(value))
        throw new Error(`line ${line}, cell ${i + 1}: ${JSON.stringify(cell)} is no number`);
      numbers.push(value);
    }
    if (column >= 0) classes.push({ text: cells[column]!, place: `line ${line}` });
    rows++;
  }
  if (rows === 0) throw new Error('it holds no rows');
  return { numbers, rows, classes };
}

function inWords(fileName: string, hint: string, cause: unknown): never {
  if (!(cause instanceof Error) || cause instanceof TflqError) throw cause;
  throw new TflqError('data', `the table cannot be read: ${cause.message}`, { where: fileName, hint, cause });
}

function decode(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new Error('it is no text');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Which column of a file of labels holds them; its only one, or the one that is called so, unless said. */
function findLabels(cells: readonly string[], labelColumn: string | undefined): number {
  if (labelColumn !== undefined) return findColumn(cells, labelColumn);
  if (cells.length === 1) return 0;
  const named = cells.flatMap((cell, i) => (LABEL_NAMES.test(cell) ? [i] : []));
  if (named.length === 1) return named[0]!;
  throw new Error(`which of its ${cells.length} columns holds the labels cannot be told`);
}

/**
 * Reads the classes of samples: one a row, as numbers or as names, under a header or none.
 *
 * @param known the names that there are, in order, if the samples themselves tell
 * @throws TflqError('data') with the line
 */
export function readCsvLabels(
  bytes: Uint8Array,
  fileName: string,
  labelColumn: string | undefined,
  known?: readonly string[],
): ClassNumbers {
  const classes: WrittenClass[] = [];
  try {
    const text = decode(bytes);
    let [column, width] = [-1, 0];
    for (const { line, cells } of csvRows(text, separatorOf(text))) {
      if (width === 0) {
        width = cells.length;
        column = findLabels(cells, labelColumn);
        const isNamed = labelColumn !== undefined && !isPosition(labelColumn);
        if (isNamed || LABEL_NAMES.test(cells[column]!)) continue;
      }
      requireWidth(cells, width, line);
      classes.push({ text: cells[column]!, place: `line ${line}` });
    }
    if (classes.length === 0) throw new Error('it holds no rows');
  } catch (cause) {
    inWords(
      fileName,
      'Write one class a row, and name the column with --label-column if there are several.',
      cause,
    );
  }
  return classNumbers(classes, fileName, known);
}

/** True for a file that is a table by its name. */
export function isCsv(fileName: string): boolean {
  return /\.(?:csv|tsv)$/i.test(fileName);
}

/** The format. Its arrays are x [rows, columns] and, where a column holds the classes, y [rows]. */
export const csv: DataFormat = {
  name: '.csv',
  recognizes: (bytes, fileName) => bytes.length > 0 && isCsv(fileName),

  read(bytes, fileName, { labelColumn }: ReadOptions = {}): DataArray[] {
    let table: Table;
    try {
      table = readTable(decode(bytes), labelColumn);
    } catch (cause) {
      return inWords(
        fileName,
        'A row is one sample: as many numbers as the input has elements, and perhaps a class, see --label-column.',
        cause,
      );
    }
    const { numbers, rows, classes } = table;
    const x = { name: 'x', shape: [rows, numbers.length / rows], ...numbers.toArray() };
    if (classes.length === 0) return [x];
    const { labels, ...names } = classNumbers(classes, fileName);
    return [x, { name: 'y', shape: [rows], dtype: 'int32', data: labels, ...names }];
  },
};
