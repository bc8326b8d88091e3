/** Finds out what a project's build wants flashed, and makes sure that it makes sense. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TflqError } from '../../common/errors.ts';
import { readBareImage } from './bare-image.ts';
import { CHIPS } from './chips.ts';
import { FLASHER_ARGS, readFlasherArgs } from './flasher-args.ts';
import { imageChipId, imageChipName } from './image-header.ts';
import type { FlashPlan, Region } from './plan.ts';

/** The chip reads flash in words. */
const WORD_BYTES = 4;

const hex = (value: number): string => `0x${value.toString(16)}`;

/** A region that ends at a word, filled up as erased flash is. */
function padded(region: Region): Region {
  const bytes = Math.ceil(region.data.length / WORD_BYTES) * WORD_BYTES;
  if (bytes === region.data.length) return region;
  const data = new Uint8Array(bytes).fill(0xff);
  data.set(region.data);
  return { ...region, data };
}

function inOrder(regions: readonly Region[], where: string): Region[] {
  const sorted = regions
    .filter(({ data }) => data.length > 0)
    .map(padded)
    .sort((a, b) => a.offset - b.offset);
  const fail = (message: string): never => {
    throw new TflqError('project', message, { where, hint: 'Run `tflq-micro build` again.' });
  };
  if (sorted.length === 0) fail('there is nothing to flash');
  for (const [i, { name, offset, data }] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next !== undefined && offset + data.length > next.offset) {
      fail(`${name} at ${hex(offset)} runs into ${next.name} at ${hex(next.offset)}`);
    }
    if (offset % WORD_BYTES !== 0) fail(`${name} cannot be put at ${hex(offset)}, which is no multiple of 4`);
  }
  return sorted;
}

/** Makes sure that the images are all for the chip that the build says it was made for. */
function checkTarget({ regions, target }: FlashPlan, where: string): void {
  if (target === undefined) return;
  const chip = CHIPS.find((candidate) => candidate.target === target);
  if (chip === undefined) {
    throw new TflqError('project', `the project was built for ${target}, which tflq-micro cannot flash`, {
      where,
      hint: `It can flash ${CHIPS.map((known) => known.target).join(', ')}.`,
    });
  }
  for (const { name, data } of regions) {
    const id = imageChipId(data);
    if (id === undefined || id === chip.imageId) continue;
    throw new TflqError('project', `${name} is an image for ${imageChipName(id)}, not for ${chip.name}`, {
      where,
      hint: 'Remove the build folder, and run `tflq-micro build` again.',
    });
  }
}

/**
 * Reads what a build left: flasher_args.json beside the image or in build/, else the image itself.
 *
 * @param dir the project's folder
 * @param image path of the firmware image
 * @param offset where the board's file says the app goes, for a build that does not say
 * @throws TflqError('project') that says what is missing, damaged or contradictory
 */
export async function readPlan(dir: string, image: string, offset?: number): Promise<FlashPlan> {
  let from = image;
  for (const folder of [dirname(image), join(dir, 'build')]) {
    const path = join(folder, FLASHER_ARGS);
    if (await stat(path).catch(() => undefined)) from = path;
    if (from !== image) break;
  }
  const plan = from === image ? await readBareImage(image, offset) : await readFlasherArgs(from);
  checkTarget(plan, from);
  return { ...plan, regions: inOrder(plan.regions, from) };
}
