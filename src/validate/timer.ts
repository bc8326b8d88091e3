/** What a board's ticks mean. */
import type { Board } from '../boards/schema.ts';

/** A board's timer. */
export interface Timer {
  /** `instructions (QEMU)` or `us`. */
  readonly unit: Board['timer']['unit'];
  /** Ticks in one of these. */
  readonly ticksPerUnit: number;
}

/**
 * The timer of a board that runs. What the firmware says of its counter's frequency comes before the board's file,
 * since clocks can be configured; instructions are known only to the file.
 *
 * @param tickHz as the firmware said; 0 where it does not know
 */
export function timerOf(board: Board, tickHz: number): Timer {
  const { unit, ticksPerUnit } = board.timer;
  return { unit, ticksPerUnit: unit === 'us' && tickHz > 0 ? tickHz / 1e6 : ticksPerUnit };
}
