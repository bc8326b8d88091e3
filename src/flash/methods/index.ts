/** The ways to flash, by the name that a board's file gives them in `flash.method`. */
import type { FlashMethod } from '../flash-method.ts';
import { arduinoCli } from './arduino-cli.ts';
import { emulator } from './emulator.ts';
import { esptool } from './esptool.ts';
import { host } from './host.ts';
import { none } from './none.ts';
import { platformio } from './platformio.ts';
import { stm32Uart } from './stm32-uart.ts';
import { uf2 } from './uf2.ts';
import { west } from './west.ts';

export const FLASH_METHODS: Readonly<Record<string, FlashMethod>> = {
  'arduino-cli': arduinoCli,
  emulator,
  esptool,
  host,
  none,
  platformio,
  'stm32-uart': stm32Uart,
  uf2,
  west,
};
