/** CMake, on the CMakeLists.txt that `gen` wrote: configures, then builds with Ninja or make. */
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../common/programs.ts';
import type { BuildSystem } from '../build-system.ts';

/** The folder that CMake works in, below the project's. */
const FOLDER = 'build';

/** Names the generator of a new build folder: Ninja where there is one. An old folder keeps its own, as does the user. */
async function generator(dir: string): Promise<string[]> {
  if (process.env.CMAKE_GENERATOR !== undefined) return [];
  const configured = await access(join(dir, FOLDER, 'CMakeCache.txt')).then(
    () => true,
    () => false,
  );
  return !configured && (await findProgram('ninja')) !== undefined ? ['-G', 'Ninja'] : [];
}

/**
 * How our own CMakeLists.txt say what they cannot go on without: `message(FATAL_ERROR "tflq: What is wrong. What to
 * do.")`. CMake breaks the lines and indents them.
 */
const REFUSAL = /CMake Error at [^\n]*\n\s+tflq: ((?:[^\n]+\n?(?:\n(?= ))?)*)/;

export const cmake: BuildSystem = {
  programs({ board, runtime }) {
    const { prefix } = board.toolchain;
    const compilers = prefix === '' ? [] : [`${prefix}gcc`, `${prefix}g++`];
    return ['cmake', ...compilers.slice(0, runtime === 'tflm' ? 2 : 1)];
  },

  packages: ['cmake'],

  async build({ dir, execute }) {
    const configured = await execute('cmake', ['-S', '.', '-B', FOLDER, ...(await generator(dir))]);
    if (configured.code !== 0) return configured;
    return execute('cmake', ['--build', FOLDER, '--parallel', String(availableParallelism())]);
  },

  advise(output) {
    const refusal = REFUSAL.exec(output);
    if (refusal !== null) {
      const words = refusal[1]!.replace(/\s+/g, ' ').trim();
      const end = words.search(/\. (?=[A-Z])/);
      return end < 0
        ? { message: words, missingTool: true }
        : { message: words.slice(0, end), hint: words.slice(end + 2), missingTool: true };
    }
    if (/CMake was unable to find a build program/.test(output)) {
      return {
        message: 'CMake has nothing to build with: neither Ninja nor make is installed',
        hint: 'On Debian and Ubuntu: sudo apt-get install --no-install-recommends ninja-build',
        missingTool: true,
      };
    }
    if (/does not match the generator used previously|is different than the directory/.test(output)) {
      return {
        message: "CMake's build folder is of another generator or another place",
        hint: 'Remove the folder `build` of the project, then build again.',
        missingTool: false,
      };
    }
    return undefined;
  },
};
