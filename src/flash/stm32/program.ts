/** Puts an image into an STM32 through its ROM bootloader, and makes sure that it is there. */
import type { Board } from '../../boards/schema.ts';
import type { Progress } from '../../common/progress.ts';
import type { ByteLine } from '../byte-line.ts';
import { type FlashImage, imageBlocks, type Piece } from '../image.ts';
import { isChip, pagesOf, STM32_CHIPS, type Stm32Chip } from './chips.ts';
import { eraseRefused, notVerified, PRESS, readProtected, writeRefused, wrongChip } from './errors.ts';
import { ERASE_PAGES, RefusedError, ROM_BLOCK } from './rom.ts';
import { Stm32Session } from './session.ts';

/** The whole is done again so often where the flash does not hold what was written. */
const PASSES = 3;

/** A block that could not be written is tried again so often. */
const WRITE_ATTEMPTS = 5;

/** The ROM's usual speed; some go no higher. */
export const STM32_BAUD = 115200;

/** What is flashed, and where to. */
export interface Stm32Program {
  readonly line: ByteLine;
  /** Its speed. */
  readonly baud: number;
  readonly board: Board;
  /** All of it in the board's flash. */
  readonly image: FlashImage;
  readonly progress: Progress;
}

/** What was flashed. */
export interface Stm32Result {
  /** The chip that was found. */
  readonly chip: string;
  /** False where the program has to be started by a reset. */
  readonly isStarted: boolean;
}

/** One block, until it is in the flash; false where it has to be erased before. */
async function writeBlock(session: Stm32Session, { address, data }: Piece): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.rom.write(address, data);
      return true;
    } catch (error) {
      const failure = await session.recover(error, 'writing');
      // Only the answer may have been lost. What is programmed must not be programmed again.
      const found = await session.read(address, data.length);
      if (Buffer.compare(found, data) === 0) return true;
      const isBlank = found.every((byte) => byte === found[0] && (byte === 0xff || byte === 0x00));
      if (!isBlank) return false;
      if (attempt === WRITE_ATTEMPTS) {
        if (failure instanceof RefusedError) throw writeRefused(session.name, address, failure.part);
        return false;
      }
    }
  }
}

/** One image on its way into one chip. */
class Programmer {
  readonly #session: Stm32Session;
  readonly #progress: Progress;
  readonly #blocks: readonly Piece[];
  readonly #chip: Stm32Chip | undefined;
  readonly #origin: number;

  constructor(session: Stm32Session, id: number, { board, image, progress }: Stm32Program) {
    this.#session = session;
    this.#progress = progress;
    this.#chip = STM32_CHIPS.get(id);
    this.#origin = board.memory?.flash.origin ?? image[0].address;
    const [first, ...rest] = imageBlocks(image, ROM_BLOCK);
    // The vectors go last: where they are missing, many chips start their bootloader by themselves.
    this.#blocks = [...rest, first!];
  }

  /**
   * Erases, writes and reads back.
   *
   * @throws TflqError('link') where that cannot be done
   */
  async run(): Promise<void> {
    await this.#checkProtection();
    for (let pass = 1; ; pass++) {
      await this.#erase();
      const isWritten = await this.#write();
      if (!isWritten && pass < PASSES) continue;
      const wrong = await this.#verify();
      if (wrong === undefined) return;
      if (pass === PASSES) throw wrong;
    }
  }

  async #checkProtection(): Promise<void> {
    try {
      await this.#session.persist('reading', () => this.#session.rom.read(this.#blocks[0]!.address, 4));
    } catch (error) {
      throw error instanceof RefusedError ? readProtected(this.#session.name) : error;
    }
  }

  async #erase(): Promise<void> {
    const { rom } = this.#session;
    const starts = this.#blocks.map(({ address }) => address - this.#origin);
    const pages = pagesOf(this.#chip?.layout ?? [], starts, ROM_BLOCK);
    if (pages === undefined) {
      this.#progress.start('erasing the whole flash');
      return this.#unlessRefused(undefined, () => rom.eraseAll());
    }
    this.#progress.start('erasing', pages.length);
    for (let done = 0; done < pages.length; done += ERASE_PAGES) {
      const batch = pages.slice(done, done + ERASE_PAGES);
      await this.#unlessRefused(
        batch.map(({ number }) => number),
        () => rom.erase(batch),
      );
      this.#progress.update(done + batch.length);
    }
  }

  async #unlessRefused(pages: readonly number[] | undefined, erase: () => Promise<void>): Promise<void> {
    try {
      await this.#session.persist('erasing', erase);
    } catch (error) {
      throw error instanceof RefusedError ? eraseRefused(this.#session.name, pages) : error;
    }
  }

  /** False where something that is in the flash already is in the way. */
  async #write(): Promise<boolean> {
    this.#progress.start('writing', this.#blocks.length * ROM_BLOCK);
    for (const [index, block] of this.#blocks.entries()) {
      if (!(await writeBlock(this.#session, block))) return false;
      this.#progress.update((index + 1) * ROM_BLOCK);
    }
    return true;
  }

  /** Compares every byte; returns what is wrong. */
  async #verify(): Promise<Error | undefined> {
    this.#progress.start('verifying', this.#blocks.length * ROM_BLOCK);
    for (const [index, { address, data }] of this.#blocks.entries()) {
      const found = await this.#session.read(address, data.length);
      const at = found.findIndex((byte, offset) => byte !== data[offset]);
      if (at >= 0) return notVerified(this.#session.name, address + at, data[at]!, found[at]!);
      this.#progress.update((index + 1) * ROM_BLOCK);
    }
    return undefined;
  }
}

/** The chip's name in a board's file. */
function chipName({ flash, chip }: Board): string {
  return flash.chip ?? /STM32\w+/i.exec(chip)?.[0] ?? chip;
}

/** Starts the program; it is in the flash whether that works or not. */
async function start(session: Stm32Session, address: number): Promise<boolean> {
  try {
    await session.rom.go(address);
    return true;
  } catch (error) {
    await session.recover(error, 'starting the program').catch(() => undefined);
    return false;
  }
}

/**
 * Flashes. What was interrupted is done again from the beginning, with the bootloader still running or started anew.
 *
 * @throws TflqError('firmware') where the chip is another than the board's, or locked; nothing is erased then
 * @throws TflqError('link') where the bootloader does not answer, refuses, or the flash does not hold what was written
 * @throws TflqError('interrupted') by the line's signal
 */
export async function programStm32(program: Stm32Program): Promise<Stm32Result> {
  const { line, baud, board, image, progress } = program;
  const { press = PRESS } = board.flash;
  const session = new Stm32Session({ line, baud, progress, press });
  const id = await session.connect();
  const chip = STM32_CHIPS.get(id)?.name ?? `an STM32 with the product id 0x${id.toString(16)}`;
  const wanted = chipName(board);
  if (!isChip(id, wanted)) throw wrongChip(line.name, chip, wanted);
  await new Programmer(session, id, program).run();
  return { chip, isStarted: await start(session, image[0].address) };
}
