/** The text of a .csv file, row by row. */

/** One row. */
export interface CsvRow {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What can stand between cells, the likeliest first. */
const SEPARATORS = [',', ';', '\t'] as const;

/** Which of them stands most often in the first line that is not empty. */
export function separatorOf(text: string): string {
  const line = (/[^\r\n]+/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => line.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

/** What was read of one cell. */
interface Cell {
  readonly text: string;
  /** Where it ends: at a separator, at a line's end, or at the text's end. */
  readonly end: number;
}

/** A cell in quotes, in which a quote is written twice. `start` is at the opening one. */
function quotedCell(text: string, start: number, line: number): Cell {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new Error(`line ${line}: a quote is opened and never closed`);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { text: value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

/** Goes through the cells of the row that begins at `start`. */
function readRow(text: string, start: number, separator: string, line: number) {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let cell: Cell;
    if (text[at] === '"') cell = quotedCell(text, at, line);
    else {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
      cell = { text: text.slice(at, end).trim(), end };
    }
    cells.push(cell.text);
    const next = text[cell.end];
    if (next === separator) at = cell.end + 1;
    else if (next === undefined || next === '\n' || next === '\r') return { cells, end: cell.end };
    else throw new Error(`line ${line}: ${JSON.stringify(next)} stands behind a closing quote`);
  }
}

/**
 * Gives the rows one after the other; empty lines are none.
 *
 * @param separator one character
 * @throws Error whose message says, with the line, what is wrong
 */
export function* csvRows(text: string, separator: string): Generator<CsvRow> {
  let line = 1;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const { cells, end } = readRow(text, at, separator, line);
    if (cells.length > 1 || cells[0] !== '') yield { line, cells };
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    for (let i = text.indexOf('\n', at); i >= 0 && i < next; i = text.indexOf('\n', i + 1)) line++;
    at = next;
  }
}
