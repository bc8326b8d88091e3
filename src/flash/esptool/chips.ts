/**
 * The chips of the family, and what esptool-js 0.7.0 does not know of them, or knows wrongly. Facts from esptool
 * 5.6.0 (github.com/espressif/esptool, esptool/targets/*.py).
 */

/** Registers of the watchdogs that a reset over the chip's own USB leaves running, and their keys. */
interface Watchdogs {
  /** The RTC watchdog's configuration; its time limit is in the next register. */
  readonly config: number;
  readonly protect: number;
  readonly superConfig: number;
  readonly superProtect: number;
  readonly superKey: number;
  /** The bit of `superConfig` that makes the super watchdog feed itself. */
  readonly autoFeed: number;
}

/** One chip. */
export interface Chip {
  /** As ESP-IDF names it, e.g. esp32s3. */
  readonly target: string;
  /** As esptool-js and people name it, e.g. ESP32-S3. */
  readonly name: string;
  /** The chip id in the header of its images. */
  readonly imageId: number;
  /** Where its ROM looks for the second-stage bootloader. */
  readonly bootloaderOffset: number;
  /** The code of each flash frequency in an image's header. */
  readonly frequencies: Readonly<Record<string, number>>;
  readonly watchdogs?: Watchdogs;
  /** The register and bit that keep it in download mode over a reset. */
  readonly forceDownload?: { readonly register: number; readonly mask: number };
}

/** Opens the RTC watchdog's registers on all chips. */
export const WATCHDOG_KEY = 0x50d83aa1;

const USUAL = { '80m': 0xf, '40m': 0, '26m': 1, '20m': 2 };

/** The watchdogs of the older RISC-V chips and of the S3, by the register of the RTC watchdog's configuration. */
function rtc(config: number): Watchdogs {
  return {
    config,
    protect: config + 0x18,
    superConfig: config + 0x1c,
    superProtect: config + 0x20,
    superKey: 0x8f1d312a,
    autoFeed: 0x80000000,
  };
}

/** The watchdogs of the chips with a low-power domain. */
function lowPower(base: number, shift = 0): Watchdogs {
  return {
    config: base,
    protect: base + shift + 0x18,
    superConfig: base + shift + 0x1c,
    superProtect: base + shift + 0x20,
    superKey: WATCHDOG_KEY,
    autoFeed: 1 << 18,
  };
}

export const CHIPS: readonly Chip[] = [
  { target: 'esp32', name: 'ESP32', imageId: 0, bootloaderOffset: 0x1000, frequencies: USUAL },
  { target: 'esp32s2', name: 'ESP32-S2', imageId: 2, bootloaderOffset: 0x1000, frequencies: USUAL },
  {
    target: 'esp32s3',
    name: 'ESP32-S3',
    imageId: 9,
    bootloaderOffset: 0,
    frequencies: USUAL,
    watchdogs: rtc(0x60008098),
    forceDownload: { register: 0x6000812c, mask: 1 },
  },
  {
    target: 'esp32c2',
    name: 'ESP32-C2',
    imageId: 12,
    bootloaderOffset: 0,
    frequencies: { '60m': 0xf, '30m': 0, '20m': 1, '15m': 2 },
  },
  {
    target: 'esp32c3',
    name: 'ESP32-C3',
    imageId: 5,
    bootloaderOffset: 0,
    frequencies: USUAL,
    watchdogs: rtc(0x60008090),
  },
  {
    target: 'esp32c5',
    name: 'ESP32-C5',
    imageId: 23,
    bootloaderOffset: 0x2000,
    frequencies: USUAL,
    watchdogs: lowPower(0x600b1c00),
  },
  {
    target: 'esp32c6',
    name: 'ESP32-C6',
    imageId: 13,
    bootloaderOffset: 0,
    // Its ROM divides the clock wrongly, so 80 MHz has the code of 40 MHz.
    frequencies: { '80m': 0, '40m': 0, '20m': 2 },
    watchdogs: lowPower(0x600b1c00),
  },
  {
    target: 'esp32c61',
    name: 'ESP32-C61',
    imageId: 20,
    bootloaderOffset: 0,
    frequencies: USUAL,
    watchdogs: lowPower(0x600b1c00),
  },
  {
    target: 'esp32h2',
    name: 'ESP32-H2',
    imageId: 16,
    bootloaderOffset: 0,
    frequencies: { '48m': 0xf, '24m': 0, '16m': 1, '12m': 2 },
    watchdogs: lowPower(0x600b1c00, 4),
  },
  {
    target: 'esp32p4',
    name: 'ESP32-P4',
    imageId: 18,
    bootloaderOffset: 0x2000,
    frequencies: USUAL,
    watchdogs: lowPower(0x50116000),
  },
];
