/** The chip's watchdogs: they must not bite while the flash is written, and can restart a chip whose reset is out of reach. */
import { type Chip, WATCHDOG_KEY } from './chips.ts';
import type { Loader } from './loader.ts';

/** Stops the watchdogs that a reset over USB leaves running, and which would bite while the flash is written. */
export async function calmWatchdogs(loader: Loader, { watchdogs }: Chip): Promise<void> {
  if (watchdogs === undefined) return;
  const { config, protect, superConfig, superProtect, superKey, autoFeed } = watchdogs;
  await loader.writeReg(protect, WATCHDOG_KEY);
  await loader.writeReg(config, 0);
  await loader.writeReg(protect, 0);
  await loader.writeReg(superProtect, superKey);
  await loader.writeReg(superConfig, (await loader.readReg(superConfig)) | autoFeed);
  await loader.writeReg(superProtect, 0);
}

/** Ticks of the slow clock, some 136,000 a second, until the watchdog resets the chip. */
const RESTART_TICKS = 2000;
/** On; its first stage resets the whole chip; the lengths of its reset pulses. */
const RESTART_CONFIG = 0x80000000 | (5 << 28) | (1 << 8) | 2;

/**
 * Restarts the whole chip by its watchdog, which looks at the BOOT pin again, as a reset of the processor alone does
 * not (esptool 5.6.0, watchdog_reset). Returns false where the chip has no such watchdog.
 */
export async function restartByWatchdog(loader: Loader, { watchdogs }: Chip): Promise<boolean> {
  if (watchdogs === undefined) return false;
  const { config, protect } = watchdogs;
  await loader.writeReg(protect, WATCHDOG_KEY);
  await loader.writeReg(config + 4, RESTART_TICKS);
  await loader.writeReg(config, RESTART_CONFIG);
  return true;
}
