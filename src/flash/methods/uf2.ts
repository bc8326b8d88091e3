/** UF2 bootloaders (RP2040, RP2350, nRF52, SAMD): the board is a drive, and flashing is copying. */
import { stat } from 'node:fs/promises';
import type { FlashMethod } from '../flash-method.ts';
import { touch } from '../touch.ts';
import { flashUf2 } from '../uf2/flash.ts';

export const uf2: FlashMethod = async ({ dir, manifest, image, port, progress, signal }) => {
  const { board } = manifest;
  const isDrive = port !== undefined && (await stat(port).catch(() => undefined))?.isDirectory() === true;
  return flashUf2({
    image,
    board,
    drive: isDrive ? port : undefined,
    touch: board.flash.touch === true && !isDrive ? () => touch(dir, manifest, port, signal) : undefined,
    progress,
    signal,
  });
};
