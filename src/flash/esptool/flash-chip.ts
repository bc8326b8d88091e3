/** The flash chip beside the processor: is it there, and is it large enough. */
import { TflqError } from '../../common/errors.ts';
import { readTwice } from './connect.ts';
import type { Loader } from './loader.ts';
import { type FlashPlan, flashSizeBytes } from './plan.ts';

const SPI_SET_PARAMS = 0x0b;
const SPI_ATTACH = 0x0d;

/** What a bus says on which nobody answers. */
const NOBODY: ReadonlySet<number> = new Set([0x000000, 0xffffff]);

const megabytes = (bytes: number): string => `${bytes / (1024 * 1024)} MB`;

/** Bytes of the flash chip; undefined where its id does not tell. */
async function detectSize(loader: Loader, where: string): Promise<number | undefined> {
  const id = (await readTwice(() => loader.readFlashId())) & 0xffffff;
  if (NOBODY.has(id)) {
    throw new TflqError('link', 'the processor does not see its flash chip', {
      where,
      hint: 'Remove whatever is connected to its flash pins, and power the board anew.',
    });
  }
  const size = loader.DETECTED_FLASH_SIZES[id >>> 16];
  return size === undefined ? undefined : flashSizeBytes(size);
}

/**
 * Attaches the flash chip and makes sure that the firmware fits.
 *
 * @returns its bytes; undefined where that cannot be found out
 * @throws TflqError('project') when it is too small, 'link' when it is not there
 */
export async function attachFlash(
  loader: Loader,
  plan: FlashPlan,
  where: string,
): Promise<number | undefined> {
  // The stub has done it; the ROM takes one word more.
  if (!loader.IS_STUB) await loader.ask({ what: 'attach its flash', op: SPI_ATTACH, words: [0, 0] });
  const found = await detectSize(loader, where);
  const assumed = flashSizeBytes(plan.flash.size);
  const last = plan.regions.at(-1)!;
  const end = last.offset + last.data.length;
  if (found !== undefined && Math.max(end, assumed ?? 0) > found) {
    const needed =
      end > found
        ? `${last.name} ends at ${(end / (1024 * 1024)).toFixed(1)} MB`
        : `the project is built for ${megabytes(assumed!)} of flash`;
    throw new TflqError('project', `${needed}, but this board has ${megabytes(found)}`, {
      where,
      hint: 'Choose the right flash size (in ESP-IDF: CONFIG_ESPTOOLPY_FLASHSIZE) and a partition table that fits, and build again.',
    });
  }
  const size = found ?? assumed;
  if (size !== undefined) {
    await loader.ask({
      what: 'take the size of its flash',
      op: SPI_SET_PARAMS,
      // Id, bytes, and the blocks, sectors, pages and status mask that all these flash chips have.
      words: [0, size, 0x10000, 0x1000, 0x100, 0xffff],
    });
  }
  return size;
}
