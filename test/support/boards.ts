/** The boards that firmware can be run on here: the host and the emulated ones. */
import { loadBoards } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';

/** Those that need nothing but Debian's packages; what needs a Zephyr is in test/e2e/zephyr.test.ts. */
export async function runnableBoards(): Promise<Board[]> {
  return (await loadBoards()).filter(
    ({ framework, link }) => link.transport !== 'serial' && framework === 'make',
  );
}
