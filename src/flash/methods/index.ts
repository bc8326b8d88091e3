/** The ways to flash, by the name that a board's file gives them in `flash.method`. */
import type { FlashMethod } from '../flash-method.ts';
import { emulator } from './emulator.ts';
import { host } from './host.ts';

export const FLASH_METHODS: Readonly<Record<string, FlashMethod>> = { emulator, host };
