import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { FLASHED_IMAGE } from '../common/project-paths.ts';

/**
 * The absolute path of the image in a project's emulated flash.
 *
 * @throws TflqError('project') if there is none
 */
export async function flashedImage(dir: string): Promise<string> {
  const image = resolve(dir, FLASHED_IMAGE);
  if ((await stat(image).catch(() => undefined))?.isFile()) return image;
  throw new TflqError('project', 'nothing has been flashed yet', {
    where: dir,
    hint: 'Run tflq-micro flash first, or tflq-micro run, which does all steps.',
  });
}
