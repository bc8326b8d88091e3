/** Latencies that users write. */
import type { Board } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';

/** A latency in a board's unit. */
export interface Latency {
  readonly value: number;
  /** As in the board's file: `instructions (QEMU)` or `us`. */
  readonly unit: string;
}

type Unit = Board['timer']['unit'];

/** What may stand behind the number, and what it is worth in the unit. */
const SUFFIXES: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  'instructions (QEMU)': { '': 1, k: 1e3, M: 1e6, G: 1e9 },
  us: { us: 1, µs: 1, μs: 1, ms: 1e3, s: 1e6 },
};

const HINTS: Readonly<Record<Unit, string>> = {
  'instructions (QEMU)':
    'This board is emulated and counts instructions, not time: write a number such as 1200000, 1200k or 1.2M.',
  us: 'This board measures time: write 800us, 12.5ms or 1s.',
};

/**
 * Reads a latency: a number, with k, M or G behind it, of instructions; a number with us, ms or s behind it of time.
 *
 * @param unit what the board's latencies are in
 * @throws TflqError('usage') where it is no latency, or one that the board does not measure
 */
export function parseLatency(text: string, unit: Unit): Latency {
  const [, number, suffix] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(\p{L}*)\s*$/u.exec(text) ?? [];
  const factor =
    suffix !== undefined && Object.hasOwn(SUFFIXES[unit], suffix) ? SUFFIXES[unit][suffix] : undefined;
  const value = Number(number) * (factor ?? Number.NaN);
  if (!(value > 0)) {
    throw new TflqError('usage', `${JSON.stringify(text)} is no latency in ${unit}`, {
      where: '--max-latency',
      hint: HINTS[unit],
    });
  }
  return { value, unit };
}
