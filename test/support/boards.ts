/** The boards that firmware can be run on here: the host and the emulated ones. */
import { loadBoards } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';

export async function runnableBoards(): Promise<Board[]> {
  return (await loadBoards()).filter((board) => board.link.transport !== 'serial');
}
