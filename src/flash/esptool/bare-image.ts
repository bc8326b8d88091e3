/**
 * A firmware without flasher_args.json, as Arduino and PlatformIO leave it: the app's .bin, and beside it perhaps the
 * bootloader and the partition table, each named as one of those builds names it.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TflqError } from '../../common/errors.ts';
import { CHIPS } from './chips.ts';
import { imageChipId, imageChipName } from './image-header.ts';
import { appPartition, otaPartition, TABLE_OFFSET } from './partition-table.ts';
import type { FlashPlan, Region } from './plan.ts';

/** Where the usual partition tables put the app. */
const USUAL_APP_OFFSET = 0x10000;

/** A part that lies beside the app, by the names that it may have. */
async function beside(image: string, part: string): Promise<{ name: string; data: Uint8Array } | undefined> {
  const stem = basename(image, '.bin');
  for (const name of [`${stem}.${part}.bin`, `${part}.bin`]) {
    const data = await readFile(join(dirname(image), name)).catch(() => undefined);
    if (data !== undefined) return { name, data };
  }
  return undefined;
}

/** What the partition table, if there is one, says of the app's place. */
function placeApp(app: Region, table: Uint8Array, path: string): Region[] {
  const partition = appPartition(table);
  if (partition === undefined || app.data.length > partition.bytes) {
    throw new TflqError(
      'project',
      partition === undefined
        ? 'the partition table has no place for an app'
        : `the app takes ${app.data.length} bytes, its partition has ${partition.bytes}`,
      { where: path, hint: "Choose another partition table in the framework's settings, and build again." },
    );
  }
  const ota = otaPartition(table);
  const chosen = ota && {
    offset: ota.offset,
    data: new Uint8Array(ota.bytes).fill(0xff),
    name: 'the choice of the app',
  };
  return [{ ...app, offset: partition.offset }, ...(chosen ? [chosen] : [])];
}

/**
 * Plans to write such a firmware.
 *
 * @param image path of the app
 * @param offset where the board's file says the app goes; the partition table, where there is one, knows better
 * @throws TflqError('project') when it is no image for the ESP32 family, or too large for its partition
 */
export async function readBareImage(image: string, offset = USUAL_APP_OFFSET): Promise<FlashPlan> {
  const data = await readFile(image);
  const chipId = imageChipId(data);
  const chip = CHIPS.find(({ imageId }) => imageId === chipId);
  if (chip === undefined) {
    throw new TflqError(
      'project',
      chipId === undefined
        ? 'this is no image for an ESP32, and no flasher_args.json lies beside it'
        : `this is an image for ${imageChipName(chipId)}, which tflq-micro cannot flash`,
      { where: image, hint: 'Run `tflq-micro build` again.' },
    );
  }
  const app: Region = { offset, data, name: basename(image) };
  const [bootloader, table] = await Promise.all([beside(image, 'bootloader'), beside(image, 'partitions')]);
  const regions = table === undefined ? [app] : placeApp(app, table.data, image);
  if (table !== undefined) regions.push({ ...table, offset: TABLE_OFFSET });
  if (bootloader !== undefined) regions.push({ ...bootloader, offset: chip.bootloaderOffset });
  return {
    regions,
    target: chip.target,
    flash: { mode: 'keep', size: 'keep', frequency: 'keep' },
    resetBefore: true,
    usbReset: false,
    resetAfter: true,
    stub: true,
  };
}
