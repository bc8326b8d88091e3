/** Colours, where there is a terminal that shows them and nobody who does not want them. */
import { Ansis } from 'ansis';

/** Turns text into text that a terminal shows in some way, or leaves it as it is. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  /** Bars and the like. */
  accent(text: string): string;
}

/** What decides about colours. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
}

/**
 * True where colours are wanted: NO_COLOR (https://no-color.org) always wins, then FORCE_COLOR, then whether the
 * output is a terminal that knows them.
 */
export function wantsColour(stream: Terminal, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** The styles for an output. */
export function styleFor(stream: Terminal = process.stdout, env: NodeJS.ProcessEnv = process.env): Style {
  const { bold, dim, green, red, cyan } = new Ansis(wantsColour(stream, env) ? 1 : 0);
  return { bold, dim, good: green, bad: red, accent: cyan };
}

/** No styles at all: for files. */
export const plain: Style = styleFor({}, {});
