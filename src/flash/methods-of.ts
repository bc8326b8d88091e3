import { frameworkOf } from '../boards/framework.ts';
import type { Board } from '../boards/schema.ts';

/** The methods by which a board can be flashed, its usual one first. */
export async function methodsOf(board: Board): Promise<string[]> {
  const { method, methods = [] } = board.flash;
  const usual = (await frameworkOf(board)).flash ?? method;
  return [...new Set([usual, method, ...methods])];
}
