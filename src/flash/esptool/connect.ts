/** Reaching a chip's loader, and finding out what chip it is. */
import { isDeepStrictEqual } from 'node:util';
import { ESPError, UnexpectedChipIdError, UnexpectedChipMagicError } from 'esptool-js';
import { TflqError } from '../../common/errors.ts';
import { CHIPS, type Chip } from './chips.ts';
import type { Loader } from './loader.ts';
import type { LoaderStart } from './reset.ts';
import { ROM_BAUD } from './wire.ts';

/** So often the chip is started, in each of the ways in turn. */
const STARTS = 7;
/** So often it is asked after each start. */
const SYNCS = 5;

const MAGIC_REGISTER = 0x40001000;

/** Why a chip does not answer, as far as what it prints tells. */
function silence(loader: Loader, where: string, canReset: boolean): TflqError {
  const boot = /boot:0x[0-9a-f]+[^\n]*/i.exec(loader.wire.heard)?.[0].trim();
  const press =
    'Hold the BOOT button, press and release RESET, release BOOT, and run the same command again.';
  if (boot !== undefined && /download/i.test(loader.wire.heard)) {
    return new TflqError('link', 'the chip waits for a download, but does not hear us', {
      where,
      hint: 'Is the line from the computer to the chip (RX of the chip) connected?',
    });
  }
  if (boot !== undefined) {
    return new TflqError('link', `the chip starts its program instead of its loader (it says ${boot})`, {
      where,
      hint: press,
    });
  }
  return new TflqError('link', 'no chip answers at this port', {
    where,
    hint: canReset
      ? `Is it the right port, is the cable one for data, is the board powered? ${press}`
      : `This port cannot reset the chip. ${press}`,
  });
}

/**
 * Reads something twice. Replies carry no checksum, so that a bad line could make a locked chip look open, or one
 * chip like another.
 *
 * @throws ESPError when the two differ
 */
export async function readTwice<Value>(read: () => Promise<Value>): Promise<Value> {
  const value = await read();
  if (isDeepStrictEqual(value, await read())) return value;
  throw new ESPError('the chip answers the same question in two ways');
}

async function answers(loader: Loader): Promise<boolean> {
  for (let i = 0; i < SYNCS; i++) {
    try {
      loader.wire.flushInput();
      await loader.sync();
      return true;
    } catch (error) {
      if (error instanceof TflqError) throw error;
    }
  }
  return false;
}

/**
 * Starts the loader until it answers.
 *
 * @param starts the ways to start it; none: it must be running already
 * @param leftAt the speeds at which an interrupted run may have left the loader, tried where it cannot be reset
 * @throws TflqError('link') when it never does
 */
export async function reachLoader(
  loader: Loader,
  where: string,
  starts: readonly LoaderStart[],
  leftAt: readonly number[],
): Promise<void> {
  const { wire, patience } = loader;
  for (let i = 0; i < STARTS; i++) {
    await wire.changeBaudrate(ROM_BAUD);
    wire.listenAnew();
    await starts[i % starts.length]?.(wire, patience);
    if (await answers(loader)) return;
    // Without a reset the chip is as the last run left it.
    if (i > 0) continue;
    for (const baud of new Set(leftAt)) {
      if (baud === ROM_BAUD) continue;
      await wire.changeBaudrate(baud);
      if (await answers(loader)) return;
    }
  }
  throw silence(loader, where, starts.length > 0);
}

/** The chip's name, or what it says instead of one that esptool-js knows. */
async function chipName(loader: Loader): Promise<string> {
  try {
    await loader.connect('no_reset', 3, true);
    return loader.chip.CHIP_NAME;
  } catch (error) {
    if (error instanceof UnexpectedChipIdError || error instanceof UnexpectedChipMagicError)
      return error.message;
    throw error;
  }
}

/**
 * Finds out what chip it is. It must have answered.
 *
 * @throws TflqError('firmware') when it is none of the family
 */
export async function identify(loader: Loader, where: string): Promise<Chip> {
  const name = await readTwice(() => chipName(loader));
  const chip = CHIPS.find((candidate) => candidate.name === name);
  if (chip !== undefined) return chip;
  throw new TflqError('firmware', `tflq-micro does not know this chip: ${name}`, {
    where,
    hint: "Flash it with the vendor's tool, e.g. `idf.py flash`.",
  });
}

/** True if the chip answers at the line's present speed. */
export async function isResponsive(loader: Loader): Promise<boolean> {
  for (let i = 0; i < 2; i++) {
    try {
      await loader.readReg(MAGIC_REGISTER, 500);
      return true;
    } catch (error) {
      if (error instanceof TflqError) throw error;
    }
  }
  return false;
}
