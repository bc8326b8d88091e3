/** Horizontal bars: shares that are seen instead of read. */

/** From an eighth of a column to seven. */
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * A bar that fills its share of `width` columns, to an eighth of a column. Whatever is more than nothing shows.
 *
 * @param share 0 to 1; what lies outside is taken as the nearer of the two
 */
export function formatBar(share: number, width: number): string {
  const exact = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const eighths = share > 0 ? Math.max(1, exact) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + PARTS[eighths % 8];
}
