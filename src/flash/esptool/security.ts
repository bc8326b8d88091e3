/** Chips that are locked: what we write would not start, or ruin them. */
import { TflqError } from '../../common/errors.ts';
import type { Chip } from './chips.ts';
import { readTwice } from './connect.ts';
import type { Loader } from './loader.ts';

/** The ESP32 has no GET_SECURITY_INFO; these are its eFuses (esptool 5.6.0, esptool/targets/esp32.py). */
const ESP32_CRYPT_COUNT = { register: 0x3ff5a000, shift: 20, mask: 0x7f };
const ESP32_BOOT_DONE = { register: 0x3ff5a018, mask: 0x30 };

interface Locks {
  readonly secureBoot: boolean;
  readonly encryption: boolean;
  readonly secureDownload: boolean;
}

/** An odd number of burnt bits means that encryption is on. */
function isOdd(bits: number): boolean {
  let isSet = false;
  for (let rest = bits; rest !== 0; rest &= rest - 1) isSet = !isSet;
  return isSet;
}

async function locksOf(loader: Loader, { target }: Chip): Promise<Locks> {
  if (target === 'esp32') {
    const count = (await loader.readReg(ESP32_CRYPT_COUNT.register)) >>> ESP32_CRYPT_COUNT.shift;
    return {
      secureBoot: ((await loader.readReg(ESP32_BOOT_DONE.register)) & ESP32_BOOT_DONE.mask) !== 0,
      encryption: isOdd(count & ESP32_CRYPT_COUNT.mask),
      secureDownload: false,
    };
  }
  const { parsedFlags, flashCryptCnt } = await loader.getSecurityInfo(false);
  return {
    secureBoot: parsedFlags.SECURE_BOOT_EN,
    encryption: isOdd(flashCryptCnt),
    secureDownload: parsedFlags.SECURE_DOWNLOAD_ENABLE,
  };
}

/**
 * Makes sure that the chip takes plain, unsigned firmware.
 *
 * @throws TflqError('firmware') that says what is locked
 */
export async function requireUnlocked(loader: Loader, chip: Chip, where: string): Promise<void> {
  const { secureBoot, encryption, secureDownload } = await readTwice(() => locksOf(loader, chip));
  const locks = [
    ...(encryption ? ['flash encryption'] : []),
    ...(secureBoot ? ['secure boot'] : []),
    ...(secureDownload ? ['secure download mode'] : []),
  ];
  if (locks.length === 0) return;
  throw new TflqError(
    'firmware',
    `this ${chip.name} is locked by ${locks.join(' and ')}: nothing was written`,
    {
      where,
      hint: 'A plain image would not start on it, and could ruin it. Use a board without these eFuses, or ESP-IDF with your keys.',
    },
  );
}
