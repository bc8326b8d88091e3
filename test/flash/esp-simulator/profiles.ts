/**
 * The simulated chips: what tells them apart on the line. From the protocol's description
 * (docs.espressif.com/projects/esptool/en/latest/esp32/advanced-topics/serial-protocol.html) and the chips' technical
 * reference manuals.
 */

/** The registers by which a loader sends commands to the flash chip. */
interface SpiRegisters {
  readonly command: number;
  readonly user2: number;
  readonly word0: number;
}

export interface Profile {
  readonly target: string;
  readonly name: string;
  readonly imageId: number;
  /** At 0x40001000. */
  readonly magic: number;
  /** What it says to GET_SECURITY_INFO: nothing, 12 bytes, or 20 bytes with the chip's id. */
  readonly securityInfo: 'none' | 'short' | 'long';
  readonly spi: SpiRegisters;
  readonly bootloaderOffset: number;
  /** The register that starts the RTC watchdog. */
  readonly watchdog?: number;
  /** What its ROM prints first. */
  readonly greeting: string;
}

const spi = (base: number, user2: number, word0: number): SpiRegisters => ({
  command: base,
  user2: base + user2,
  word0: base + word0,
});

export const PROFILES = {
  esp32: {
    target: 'esp32',
    name: 'ESP32',
    imageId: 0,
    magic: 0x00f01d83,
    securityInfo: 'none',
    spi: spi(0x3ff42000, 0x24, 0x80),
    bootloaderOffset: 0x1000,
    greeting: 'ets Jun  8 2016 00:22:57',
  },
  esp32s2: {
    target: 'esp32s2',
    name: 'ESP32-S2',
    imageId: 2,
    magic: 0x000007c6,
    securityInfo: 'short',
    spi: spi(0x3f402000, 0x20, 0x58),
    bootloaderOffset: 0x1000,
    greeting: 'ESP-ROM:esp32s2-rc4-20191025',
  },
  esp32s3: {
    target: 'esp32s3',
    name: 'ESP32-S3',
    imageId: 9,
    magic: 0x9,
    securityInfo: 'long',
    spi: spi(0x60002000, 0x20, 0x58),
    bootloaderOffset: 0,
    watchdog: 0x60008098,
    greeting: 'ESP-ROM:esp32s3-20210327',
  },
  esp32c3: {
    target: 'esp32c3',
    name: 'ESP32-C3',
    imageId: 5,
    magic: 0x1b31506f,
    securityInfo: 'long',
    spi: spi(0x60002000, 0x20, 0x58),
    bootloaderOffset: 0,
    watchdog: 0x60008090,
    greeting: 'ESP-ROM:esp32c3-api1-20210207',
  },
  esp32c6: {
    target: 'esp32c6',
    name: 'ESP32-C6',
    imageId: 13,
    magic: 0x2ce0806f,
    securityInfo: 'long',
    spi: spi(0x60003000, 0x20, 0x58),
    bootloaderOffset: 0,
    watchdog: 0x600b1c00,
    greeting: 'ESP-ROM:esp32c6-20220919',
  },
} as const satisfies Readonly<Record<string, Profile>>;

export type Target = keyof typeof PROFILES;
