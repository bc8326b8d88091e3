/** How many columns of a terminal a text takes, and strangers' text made harmless. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them
const ESCAPE_SEQUENCE = /\x1b\[[0-9;?]*[ -/]*[@-~]/g;

/** Marks that sit on the letter before them, joiners and other characters that take no column. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/**
 * Characters of two columns (Unicode's East Asian Width W and F): Hangul, CJK, kana, full-width forms, and emoji,
 * by their blocks.
 */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}])$/u;

/** The columns that a text takes; colours take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(ESCAPE_SEQUENCE, '')) {
    if (!ZERO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/**
 * A stranger's text, e.g. a name from a model file, as it may stand in a line: control characters and those that
 * turn the direction of writing become U+FFFD, and whatever exceeds `longest` characters is cut off.
 */
export function harmless(text: string, longest = 60): string {
  const characters = [...text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}
