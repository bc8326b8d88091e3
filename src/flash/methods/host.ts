/** The host: "flashed" is the program that `validate` starts as a child process. */
import { copyToFlash } from '../copy-to-flash.ts';
import type { FlashMethod } from '../flash-method.ts';

export const host: FlashMethod = async ({ dir, image }) => `this machine (${await copyToFlash(dir, image)})`;
