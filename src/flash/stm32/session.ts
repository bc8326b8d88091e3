/** A conversation with a chip's ROM that outlives lost bytes, refusals and resets. */
import type { Progress } from '../../common/progress.ts';
import type { ByteLine } from '../byte-line.ts';
import { lostBootloader, noBootloader, unreliable } from './errors.ts';
import { RefusedError, type RomTiming, SilenceError, Stm32Rom } from './rom.ts';

/** A command that failed so often fails. */
const ATTEMPTS = 5;

/** How long a user has to start the bootloader, in milliseconds. */
const CONNECT_LIMIT_MS = 20_000;

/**
 * What the slowest chips need by their datasheets, with some room: a page of 1 or 2 KB 40 ms, a sector of 128 KB 4 s
 * (STM32F4 and H7), all of the flash 32 s.
 */
const TIMING: RomTiming = {
  reply: 500,
  sync: 250,
  write: 1000,
  erasePage: 100,
  erasePerKb: 50,
  eraseAll: 60_000,
};

function isFailure(error: unknown): error is RefusedError | SilenceError {
  return error instanceof RefusedError || error instanceof SilenceError;
}

/** What a conversation is about. */
export interface SessionOptions {
  readonly line: ByteLine;
  /** Bits per second. */
  readonly baud: number;
  readonly progress: Progress;
  /** How to start the bootloader, as a sentence. */
  readonly press: string;
}

/** One conversation. */
export class Stm32Session {
  readonly rom: Stm32Rom;
  readonly name: string;
  readonly #progress: Progress;
  readonly #press: string;

  constructor({ line, baud, progress, press }: SessionOptions) {
    this.rom = new Stm32Rom(line, TIMING, baud);
    this.name = line.name;
    this.#progress = progress;
    this.#press = press;
  }

  /**
   * Waits for the bootloader.
   *
   * @returns the product id
   * @throws TflqError('link') where none answers in time
   */
  async connect(): Promise<number> {
    const attempts = CONNECT_LIMIT_MS / (2 * TIMING.sync);
    for (let attempt = 0; attempt < attempts; attempt++) {
      // Before anybody was asked to press a key: perhaps it was left in the middle of something.
      const isThere = (await this.rom.sync()) || (attempt === 1 && (await this.rom.resync()));
      const id = isThere ? await this.#identify() : undefined;
      if (id !== undefined) return id;
      if (attempt === 1) this.#progress.start(`waiting for the bootloader. ${this.#press}`);
    }
    throw noBootloader(this.name, this.#press);
  }

  /** The product id; undefined where what answered is no bootloader. */
  async #identify(): Promise<number | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        await this.rom.get();
        return await this.rom.id();
      } catch (error) {
        if (!isFailure(error)) throw error;
        if (!(await this.rom.recover(error))) break;
      }
    }
    return undefined;
  }

  /** Makes the ROM ready for the next command after one that failed; throws what is no such failure. */
  async recover(error: unknown, what: string): Promise<RefusedError | SilenceError> {
    if (!isFailure(error)) throw error;
    if (await this.rom.recover(error)) return error;
    throw lostBootloader(this.name, what);
  }

  /**
   * Does something again until it works. It must do no harm to do it twice.
   *
   * @throws RefusedError where the ROM refuses each time
   * @throws TflqError('link') where the bootloader is gone, or the line too bad
   */
  async persist<T>(what: string, action: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await action();
      } catch (error) {
        const failure = await this.recover(error, what);
        if (attempt < ATTEMPTS) continue;
        throw failure instanceof RefusedError ? failure : unreliable(this.name, what);
      }
    }
  }

  /** Reads a block of flash, which the ROM has not refused before. */
  async read(address: number, count: number): Promise<Uint8Array> {
    try {
      return await this.persist('reading', () => this.rom.read(address, count));
    } catch (error) {
      throw error instanceof RefusedError ? unreliable(this.name, 'reading') : error;
    }
  }
}
