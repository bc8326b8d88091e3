/** The registers of a simulated chip, as far as a loader's client looks at them. */
import type { FlashMemory } from './flash-memory.ts';
import type { Security } from './loader.ts';
import type { Profile } from './profiles.ts';

const MAGIC = 0x40001000;
const RUN_USER_COMMAND = 1 << 18;
const READ_ID = 0x9f;

/** The ESP32's eFuses that lock it. */
const ESP32_BLOCK0_WORD0 = 0x3ff5a000;
const ESP32_BLOCK0_WORD6 = 0x3ff5a018;
const ENCRYPTION_COUNT = 0b111 << 20;
const SECURE_BOOT_DONE = 1 << 4;

export class Registers {
  readonly #profile: Profile;
  readonly #flash: FlashMemory;
  readonly #values = new Map<number, number>();

  constructor(profile: Profile, flash: FlashMemory, security: Security) {
    this.#profile = profile;
    this.#flash = flash;
    this.#values.set(MAGIC, profile.magic);
    if (profile.target !== 'esp32') return;
    if (security.encryption) this.#values.set(ESP32_BLOCK0_WORD0, ENCRYPTION_COUNT);
    if (security.secureBoot) this.#values.set(ESP32_BLOCK0_WORD6, SECURE_BOOT_DONE);
  }

  read(address: number): number {
    return this.#values.get(address) ?? 0;
  }

  write(address: number, value: number, mask: number): void {
    const { command, user2, word0 } = this.#profile.spi;
    if (address === command && (value & RUN_USER_COMMAND) !== 0) {
      this.#values.set(word0, (this.read(user2) & 0xff) === READ_ID ? this.#flash.id : 0);
      return;
    }
    this.#values.set(address, ((this.read(address) & ~mask) | (value & mask)) >>> 0);
  }
}
