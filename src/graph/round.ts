/** Rounds half away from zero, as C's round() does; Math.round rounds half up. Never gives −0. */
export function roundAwayFromZero(value: number): number {
  return value < 0 ? 0 - Math.round(-value) : Math.round(value);
}
