/**
 * The header of an image for the ESP32 family: esp_image_header_t of ESP-IDF
 * (components/bootloader_support/include/esp_app_format.h), 24 bytes, then segments of an 8-byte header each, one
 * checksum byte that ends a block of 16, and perhaps a SHA-256 of all before it.
 */
import { createHash } from 'node:crypto';
import { CHIPS } from './chips.ts';

const MAGIC = 0xe9;
const HEADER_BYTES = 24;
const SEGMENT_HEADER_BYTES = 8;
const SHA_BYTES = 32;

const SEGMENTS_AT = 1;
const MODE_AT = 2;
const SIZE_FREQUENCY_AT = 3;
const CHIP_ID_AT = 12;
const HASH_APPENDED_AT = 23;

/** How the boot ROM is to use the flash chip, as codes of the header; undefined: as the image says. */
export interface FlashCodes {
  readonly mode: number | undefined;
  readonly size: number | undefined;
  readonly frequency: number | undefined;
}

function isImage(image: Uint8Array): boolean {
  return image.length >= HEADER_BYTES && image[0] === MAGIC;
}

/** The id of the chip that an image is for; undefined where it is no image (a partition table, data). */
export function imageChipId(image: Uint8Array): number | undefined {
  return isImage(image) ? image[CHIP_ID_AT]! | (image[CHIP_ID_AT + 1]! << 8) : undefined;
}

/** Bytes up to and including the checksum; undefined where the segments do not lie in the image. */
function checkedLength(image: Uint8Array): number | undefined {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  let end = HEADER_BYTES;
  for (let segment = 0; segment < image[SEGMENTS_AT]!; segment++) {
    if (end + SEGMENT_HEADER_BYTES > image.length) return undefined;
    end += SEGMENT_HEADER_BYTES + view.getUint32(end + 4, true);
  }
  const length = Math.ceil((end + 1) / 16) * 16;
  return length <= image.length ? length : undefined;
}

/**
 * A bootloader with the flash's parameters written into its header, and the SHA-256 that covers it made anew. What is
 * no whole image comes back as it is.
 */
export function withFlashCodes(image: Uint8Array, { mode, size, frequency }: FlashCodes): Uint8Array {
  if (!isImage(image)) return image;
  const length = checkedLength(image);
  if (length === undefined) return image;
  const old = image[SIZE_FREQUENCY_AT]!;
  const changed = Uint8Array.from(image);
  changed[MODE_AT] = mode ?? image[MODE_AT]!;
  changed[SIZE_FREQUENCY_AT] = (size ?? old & 0xf0) | (frequency ?? old & 0x0f);
  if (image[HASH_APPENDED_AT] === 1 && length + SHA_BYTES <= image.length) {
    changed.set(createHash('sha256').update(changed.subarray(0, length)).digest(), length);
  }
  return changed;
}

/** What the chip is called whose id is in an image's header. */
export function imageChipName(imageId: number): string {
  return CHIPS.find((chip) => chip.imageId === imageId)?.name ?? `the chip with the id ${imageId}`;
}
