/** The flash of a board that is no hardware. */
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FLASHED_IMAGE } from '../common/project-paths.ts';

/**
 * Puts an image into the project's emulated flash, whole or not at all: a copy that was interrupted leaves what
 * was there before.
 *
 * @returns the path of the flashed image
 */
export async function copyToFlash(dir: string, image: string): Promise<string> {
  const path = join(dir, FLASHED_IMAGE);
  const half = `${path}.${process.pid}.tmp`;
  try {
    await copyFile(image, half);
    await chmod(half, 0o755);
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
  return path;
}
