/**
 * The protocol of STM32's ROM bootloader on a UART: ST AN3155, "USART protocol used in the STM32 bootloader". Each
 * command is a byte and its complement; what follows it ends with the XOR of its bytes. The ROM answers ACK or NACK.
 */
import type { ByteLine } from '../byte-line.ts';
import type { Page } from './chips.ts';

/** The ROM's answer: go on. */
const ACK = 0x79;
/** The ROM's answer: the command is over. */
const NACK = 0x1f;
/** The first byte, by which the ROM measures the speed. */
const SYNC = 0x7f;

const COMMAND = { get: 0x00, id: 0x02, read: 0x11, go: 0x21, write: 0x31, erase: 0x43, extendedErase: 0x44 };

/** The ROM reads and writes so many bytes at a time at the most. */
export const ROM_BLOCK = 256;

/** Start, 8 data bits, parity, stop. */
const BITS_PER_BYTE = 11;

/** Pages in one command. The fewer, the sooner a ROM that lost a byte of the list comes back. */
export const ERASE_PAGES = 16;

/** What a ROM waits for at the most: the rest of a block. */
const LONGEST_BLOCK = ROM_BLOCK + 2;

/** Where a list of pages lost its first byte, its length becomes 256 times what it was. */
const LONGEST_LIST = 256 * ERASE_PAGES * 2 + 3;

/** Most of what is lost is a few bytes. */
const FIRST_FILLS = 4;

/**
 * What brings a ROM that waits for more back to its beginning: its checksums never come out right on these, nor is one
 * the other's complement. Both are even and not 0, the second stands in for the first's repetition.
 */
const FILLER = [0x5a, 0xa4] as const;

/** How long the ROM is waited for, in milliseconds. */
export interface RomTiming {
  /** For an answer that takes no work. */
  readonly reply: number;
  /** For the answer to SYNC and to what brings it back. */
  readonly sync: number;
  /** For writing a block. */
  readonly write: number;
  /** For erasing a page, however small. */
  readonly erasePage: number;
  /** And for each KB of it. */
  readonly erasePerKb: number;
  /** For erasing everything. */
  readonly eraseAll: number;
}

/** Which part of a command was refused. */
export type RefusedPart = 'command' | 'address' | 'data';

/** The ROM said NACK. Never leaves src/flash/stm32. */
export class RefusedError extends Error {
  readonly part: RefusedPart;
  constructor(part: RefusedPart) {
    super(`NACK to the ${part}`);
    this.part = part;
  }
}

/** The ROM said nothing, or something else. Never leaves src/flash/stm32. */
export class SilenceError extends Error {
  readonly part: RefusedPart;
  constructor(part: RefusedPart, message: string) {
    super(message);
    this.part = part;
  }
}

const xor = (bytes: Iterable<number>): number => {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
};

const checked = (...bytes: number[]): Uint8Array => Uint8Array.of(...bytes, xor(bytes));

const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, index) => (value >>> (8 * (bytes - 1 - index))) & 0xff);

/** One chip's ROM. Its calls throw RefusedError or SilenceError, and whatever the line throws. */
export class Stm32Rom {
  readonly #line: ByteLine;
  readonly #timing: RomTiming;
  readonly #baud: number;
  /** True where pages have numbers of two bytes. */
  #hasExtendedErase = false;
  /** The command that was sent last. */
  #last: number | undefined;

  /** @param baud the line's speed, for what bytes take on their way */
  constructor(line: ByteLine, timing: RomTiming, baud: number) {
    this.#line = line;
    this.#timing = timing;
    this.#baud = baud;
  }

  /**
   * Starts a conversation: with a ROM that was just reset, or with one that was in one before.
   *
   * @returns false where nobody answers
   */
  async sync(): Promise<boolean> {
    // A ROM that has measured the speed takes it for a command and waits for the complement.
    for (let attempt = 0; attempt < 2; attempt++) {
      await this.#line.discard();
      await this.#line.write(Uint8Array.of(SYNC));
      const [answer] = await this.#line.read(1, this.#timing.sync);
      if (answer === ACK || answer === NACK) return true;
    }
    return false;
  }

  /**
   * Makes the ROM ready for the next command after one that failed, whatever became of it.
   *
   * @returns false where it does not answer
   */
  async recover(failure: RefusedError | SilenceError): Promise<boolean> {
    const isErasing = this.#last === COMMAND.erase || this.#last === COMMAND.extendedErase;
    // A ROM that was reset meanwhile wants SYNC before anything else. One that waits for a list of pages would take it
    // for the length of a list that never ends.
    const mayBeReset = failure instanceof SilenceError && !(isErasing && failure.part === 'command');
    if (mayBeReset && (await this.sync())) return true;
    // NACK may be to something that went before: the ROM then still waits for the rest of this.
    return this.resync(isErasing ? LONGEST_LIST : LONGEST_BLOCK);
  }

  /**
   * Brings a ROM that waits for the rest of something back to its beginning.
   *
   * @param most bytes that it may wait for
   * @returns false where it does not answer
   */
  async resync(most = LONGEST_BLOCK): Promise<boolean> {
    await this.#quiet();
    for (let sent = 0; sent < most + FIRST_FILLS; ) {
      const count = sent < FIRST_FILLS ? 1 : ROM_BLOCK;
      await this.#line.write(Uint8Array.from({ length: count }, (_, index) => FILLER[(sent + index) % 2]!));
      sent += count;
      const answers = await this.#line.read(count, this.#travel(count) + this.#timing.sync);
      if (answers.includes(NACK)) return count === 1 || this.#settle();
    }
    return false;
  }

  /** Lets pass what is on its way still, lest it be taken for an answer to what comes. */
  async #quiet(): Promise<void> {
    let come: Uint8Array;
    do {
      come = await this.#line.read(ROM_BLOCK, this.#timing.sync);
    } while (come.length > 0);
  }

  /** After many fillers: makes sure that the ROM is not in the middle of two of them. */
  async #settle(): Promise<boolean> {
    await this.#quiet();
    for (const filler of FILLER) {
      await this.#line.write(Uint8Array.of(filler));
      const [answer] = await this.#line.read(1, this.#timing.sync);
      if (answer === NACK) return true;
    }
    return false;
  }

  /** Asks what the ROM can do. */
  async get(): Promise<void> {
    await this.#command(COMMAND.get);
    const [count] = await this.#receive(1);
    const [, ...commands] = await this.#receive(count! + 1);
    await this.#acknowledged('data', this.#timing.reply);
    if (!commands.includes(COMMAND.read) || !commands.includes(COMMAND.write))
      throw new SilenceError('data', 'no list of commands');
    this.#hasExtendedErase = commands.includes(COMMAND.extendedErase);
  }

  /** The product id. */
  async id(): Promise<number> {
    await this.#command(COMMAND.id);
    const [count] = await this.#receive(1);
    const bytes = await this.#receive(count! + 1);
    await this.#acknowledged('data', this.#timing.reply);
    return bytes.reduce((id, byte) => 256 * id + byte, 0);
  }

  /** Reads up to ROM_BLOCK bytes. */
  async read(address: number, count: number): Promise<Uint8Array> {
    await this.#command(COMMAND.read);
    await this.#send('address', checked(...bigEndian(address, 4)));
    await this.#send('data', Uint8Array.of(count - 1, ~(count - 1)));
    return this.#receive(count);
  }

  /** Writes up to ROM_BLOCK bytes, a multiple of 4 (of what the chip programs at a time, for newer ones). */
  async write(address: number, data: Uint8Array): Promise<void> {
    await this.#command(COMMAND.write);
    await this.#send('address', checked(...bigEndian(address, 4)));
    await this.#send('data', checked(data.length - 1, ...data), this.#timing.write);
  }

  /** Erases up to ERASE_PAGES pages. */
  async erase(pages: readonly Page[]): Promise<void> {
    const limit = pages.reduce((sum, { bytes }) => sum + this.#eraseLimit(bytes), this.#timing.reply);
    const numbers = pages.map(({ number }) => number);
    if (this.#hasExtendedErase) {
      await this.#command(COMMAND.extendedErase);
      const list = [pages.length - 1, ...numbers].flatMap((value) => bigEndian(value, 2));
      await this.#send('data', checked(...list), limit);
    } else {
      await this.#command(COMMAND.erase);
      await this.#send('data', checked(pages.length - 1, ...numbers), limit);
    }
  }

  /** Erases the whole flash. */
  async eraseAll(): Promise<void> {
    await this.#command(this.#hasExtendedErase ? COMMAND.extendedErase : COMMAND.erase);
    const all = this.#hasExtendedErase ? [0xff, 0xff, 0x00] : [0xff, 0x00];
    await this.#send('data', Uint8Array.from(all), this.#timing.eraseAll);
  }

  /** Starts the program whose vector table is at an address. */
  async go(address: number): Promise<void> {
    await this.#command(COMMAND.go);
    await this.#send('address', checked(...bigEndian(address, 4)));
  }

  async #command(code: number): Promise<void> {
    this.#last = code;
    await this.#line.discard();
    await this.#send('command', Uint8Array.of(code, ~code));
  }

  #eraseLimit(bytes: number): number {
    return this.#timing.erasePage + (bytes / 1024) * this.#timing.erasePerKb;
  }

  /** Milliseconds that bytes take on the wire. */
  #travel(bytes: number): number {
    return (1000 * BITS_PER_BYTE * bytes) / this.#baud;
  }

  async #send(part: RefusedPart, bytes: Uint8Array, limitMs = this.#timing.reply): Promise<void> {
    await this.#line.write(bytes);
    await this.#acknowledged(part, limitMs + this.#travel(bytes.length));
  }

  async #acknowledged(part: RefusedPart, limitMs: number): Promise<void> {
    const [answer] = await this.#line.read(1, limitMs);
    if (answer === NACK) throw new RefusedError(part);
    if (answer !== ACK) throw new SilenceError(part, answer === undefined ? 'no answer' : `answer ${answer}`);
  }

  async #receive(count: number): Promise<Uint8Array> {
    const bytes = await this.#line.read(count, this.#timing.reply + this.#travel(count));
    if (bytes.length < count) throw new SilenceError('data', `${bytes.length} of ${count} bytes`);
    return bytes;
  }
}
