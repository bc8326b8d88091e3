/** A cross compiler without its C library, which is a package of its own, compiles next to nothing. */
import { spawn } from 'node:child_process';
import type { Board } from '../boards/schema.ts';

/** True where the board's compiler finds the headers, and the specs, of its C library. It must be installed. */
export function hasCLibrary({ core, toolchain }: Board): Promise<boolean> {
  // The specs are a link flag where the headers lie in the compiler's own folder.
  const specs = core.linkFlags.filter((flag) => flag.startsWith('--specs='));
  const args = [...core.flags, ...specs, '-E', '-x', 'c', '-include', 'string.h', '-'];
  return new Promise((resolve) => {
    spawn(`${toolchain.prefix}gcc`, args, { stdio: ['ignore', 'ignore', 'ignore'] })
      .once('error', () => resolve(false))
      .once('close', (code) => resolve(code === 0));
  });
}
