/** An emulated board: its flash is a file in the project, which `validate` starts the emulator with. */
import { copyToFlash } from '../copy-to-flash.ts';
import type { FlashMethod } from '../flash-method.ts';

export const emulator: FlashMethod = async ({ dir, image, manifest }) => {
  const path = await copyToFlash(dir, image);
  return `the flash of the emulated ${manifest.board.id} (${path})`;
};
