/** Where a project keeps what is made of it, relative to its folder. */
import { join } from 'node:path';

/** What `build`'s compilers printed. */
export const BUILD_LOG = join('build', 'build.log');

/** The flash of a board that is no hardware: what `flash` puts there is what `validate` starts. */
export const FLASHED_IMAGE = join('build', 'flashed.elf');
