/** Text from strangers (a board, an emulator), made fit for a terminal. */

/** Colours and cursor movements, which boot logs are full of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to remove them
const ESCAPE_SEQUENCE = /\x1b\[[0-9;?]*[ -/]*[@-~]/g;

/** Control characters that text has no use for. Tabs and line ends stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them
const CONTROL = /[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]/g;

/** What a boot ROM that speaks at another speed, or one lost byte, may leave in a text. */
const TOLERATED_SHARE = 0.1;

/**
 * The lines of a text without escape sequences, control characters and empty lines; undefined where so much of
 * it is unprintable that it is no text.
 */
export function printableLines(bytes: Uint8Array): string[] | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(ESCAPE_SEQUENCE, '');
  const strange = text.match(/[\p{Cc}\ufffd]/gu)?.filter((char) => !'\t\r\n'.includes(char)).length ?? 0;
  if (strange > TOLERATED_SHARE * text.length) return undefined;
  return text
    .replace(CONTROL, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
