/** GNU make, on the Makefile that `gen` wrote (templates/frameworks/make). */
import { availableParallelism } from 'node:os';
import type { BuildSystem } from '../build-system.ts';

export const make: BuildSystem = {
  programs({ board, runtime }) {
    const { prefix } = board.toolchain;
    const compilers = prefix === '' ? ['cc', 'c++'] : [`${prefix}gcc`, `${prefix}g++`];
    return ['make', ...compilers.slice(0, runtime === 'tflm' ? 2 : 1)];
  },

  build({ execute }) {
    // Grouped by target, so that a compiler's messages stay together when several run.
    return execute('make', [`--jobs=${availableParallelism()}`, '--output-sync=target', 'all']);
  },
};
