/** What is to be written where: the answer of whatever the build left behind. */

/** A stretch of flash. */
export interface Region {
  /** First address in the flash. */
  readonly offset: number;
  readonly data: Uint8Array;
  /** What messages call it: the file's name. */
  readonly name: string;
}

/** All that a build says of how to flash it. */
export interface FlashPlan {
  /** In the order of their offsets; they do not overlap, and none is empty. */
  readonly regions: readonly Region[];
  /** The chip that it was built for, as ESP-IDF names it; undefined: only the images' headers say. */
  readonly target: string | undefined;
  /** Settings of the bootloader's header, as esptool names them (dio, 4MB, 80m); 'keep' leaves them. */
  readonly flash: { readonly mode: string; readonly size: string; readonly frequency: string };
  /** False: the chip is already in its bootloader, and is not reset before. */
  readonly resetBefore: boolean;
  /** True: the chip's own USB is reset, whatever the port says it is. */
  readonly usbReset: boolean;
  /** False: the chip stays in the loader afterwards. */
  readonly resetAfter: boolean;
  /** False: the chip's ROM does the flashing by itself. */
  readonly stub: boolean;
}

/** Bytes of a flash size as esptool writes it, e.g. 4MB; undefined where it is none (detect, keep). */
export function flashSizeBytes(size: string): number | undefined {
  const [, count, unit] = /^(\d+)(KB|MB)$/.exec(size) ?? [];
  return count === undefined ? undefined : Number(count) * (unit === 'KB' ? 1024 : 1024 * 1024);
}
