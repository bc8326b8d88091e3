/** Text in columns. */
import { type Style, styleFor } from './style.ts';
import { textWidth } from './text-width.ts';

/** How a table is laid out. */
export interface TableOptions {
  /** Sides on which each column's text lies. Where absent, numbers lie on the right, other text on the left. */
  readonly align?: readonly ('left' | 'right' | undefined)[];
  /** Blanks in front of every line. */
  readonly indent?: number;
  /** How the header looks; what standard output wants unless given. */
  readonly style?: Style;
}

const GAP = '  ';

/** A number, perhaps with a short unit: 12, 1,234, 52.7 KB, 90.3 %. */
const NUMBER = /^[-+]?\d[\d,.]*(?: [A-Za-zµ%]{1,2})?$/;

function isNumeric(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  return cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
}

/**
 * Lays rows out in columns as wide as their widest cell. Cells may be styled; a row may be shorter than others.
 *
 * @param header the columns' titles; [] for none
 * @returns the lines, without blanks at their ends, joined by newlines; no newline at the end
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { align = [], indent = 0, style = styleFor() }: TableOptions = {},
): string {
  const all = header.length > 0 ? [header.map((title) => title && style.dim(title)), ...rows] : rows;
  const columns = Math.max(0, ...all.map((row) => row.length));
  const layout = Array.from({ length: columns }, (_, column) => ({
    width: Math.max(...all.map((row) => textWidth(row[column] ?? ''))),
    toTheRight: (align[column] ?? (isNumeric(rows, column) ? 'right' : 'left')) === 'right',
  }));
  return all
    .map((row) => {
      const cells = row.map((cell, column) => {
        const { width, toTheRight } = layout[column]!;
        const blanks = ' '.repeat(width - textWidth(cell));
        return toTheRight ? blanks + cell : cell + blanks;
      });
      return (' '.repeat(indent) + cells.join(GAP)).trimEnd();
    })
    .join('\n');
}
