/** For folders that are part of a project of the user's: that project builds them. */
import { TflqError } from '../../common/errors.ts';
import type { BuildSystem } from '../build-system.ts';

export const none: BuildSystem = {
  programs: () => [],

  async build({ dir, manifest }) {
    throw new TflqError('usage', 'this folder is a library: it is built by the project that it is part of', {
      where: dir,
      hint: `Have that project's CMakeLists.txt say add_subdirectory(tflq) and link tflq::${manifest.name}: see docs/boards/generic.md.`,
    });
  },
};
