/** Tables of numbers in C. */

/** Lines of emitted code are at most that long. */
const LINE_LENGTH = 110;

/** The rows of an array's initializer, indented, as many numbers on a row as fit. */
export function arrayRows(literals: readonly string[]): string {
  const rows: string[] = [];
  let row = ' ';
  for (const literal of literals) {
    if (row.length + literal.length + 2 > LINE_LENGTH) {
      rows.push(row);
      row = ' ';
    }
    row += ` ${literal},`;
  }
  if (row !== ' ') rows.push(row);
  return rows.join('\n');
}

/** A definition such as `static const int8_t name[3] = {…};`. There must be at least one element. */
export function arrayDefinition(type: string, name: string, literals: readonly string[]): string {
  const head = `static const ${type} ${name}[${literals.length}] = {`;
  const line = `${head}${literals.join(', ')}};`;
  return line.length <= LINE_LENGTH ? line : `${head}\n${arrayRows(literals)}\n};`;
}
