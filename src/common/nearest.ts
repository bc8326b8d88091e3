/** Suggestions for a mistyped name. */

/**
 * Levenshtein's distance: the number of characters to insert, delete or replace to make `b` of `a`.
 *
 * @returns 0 to the longer one's length
 */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

/**
 * The names that a user who typed `name` may have meant, best first: those that begin with it or hold it, and
 * those that differ in at most a third of their characters.
 *
 * @returns none to three of `names`
 */
export function nearestNames(name: string, names: readonly string[]): string[] {
  const typed = name.toLowerCase();
  return names
    .map((candidate) => {
      const contained = typed.length >= 2 && candidate.toLowerCase().includes(typed);
      const distance = contained ? 0 : editDistance(typed, candidate.toLowerCase());
      return { candidate, distance, limit: Math.max(2, Math.ceil(candidate.length / 3)) };
    })
    .filter(({ distance, limit }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
