/** The ways to flash, by the name that a board's file gives them in `flash.method`. */
import type { FlashMethod } from '../flash-method.ts';
import { arduinoCli } from './arduino-cli.ts';
import { avrdude } from './avrdude.ts';
import { bossac } from './bossac.ts';
import { emulator } from './emulator.ts';
import { esptool } from './esptool.ts';
import { host } from './host.ts';
import { jlink } from './jlink.ts';
import { none } from './none.ts';
import { nrfutil } from './nrfutil.ts';
import { openocd } from './openocd.ts';
import { picotool } from './picotool.ts';
import { platformio } from './platformio.ts';
import { probeRs } from './probe-rs.ts';
import { stLink } from './st-link.ts';
import { stm32Uart } from './stm32-uart.ts';
import { uf2 } from './uf2.ts';
import { west } from './west.ts';

export const FLASH_METHODS: Readonly<Record<string, FlashMethod>> = {
  'arduino-cli': arduinoCli,
  avrdude,
  bossac,
  emulator,
  esptool,
  host,
  jlink,
  none,
  nrfutil,
  openocd,
  picotool,
  platformio,
  'probe-rs': probeRs,
  'st-link': stLink,
  'stm32-uart': stm32Uart,
  uf2,
  west,
};
