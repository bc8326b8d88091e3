/** What can go wrong with an STM32's ROM bootloader, in words. */
import { TflqError } from '../../common/errors.ts';
import { hex } from '../image.ts';
import type { RefusedPart } from './rom.ts';

const AGAIN = 'Start the bootloader again and run the same command: it begins anew.';

/** How a bootloader is started where the board's file does not say. */
export const PRESS = 'Connect BOOT0 to 3.3 V (its jumper or button) and press reset.';

/** Nobody answers to SYNC. */
export function noBootloader(where: string, press: string): TflqError {
  return new TflqError('link', 'no STM32 bootloader answers', {
    where,
    hint: `${press} The port must be the one that the ROM listens to (ST AN2606 says which UART and pins); behind a serial server, it must be set to 8 data bits with even parity.`,
  });
}

/** It answered, and now it does not. */
export function lostBootloader(where: string, what: string): TflqError {
  return new TflqError('link', `the bootloader stopped answering while ${what}`, {
    where,
    hint: `${AGAIN} Were the wires moved, or the board reset?`,
  });
}

/** Too much got lost. */
export function unreliable(where: string, what: string): TflqError {
  return new TflqError('link', `the line to the bootloader loses bytes: ${what} failed again and again`, {
    where,
    hint: `${AGAIN} Try a shorter cable, or less speed (flash.baud in the board file).`,
  });
}

/** The image is for another chip. */
export function wrongChip(where: string, found: string, wanted: string): TflqError {
  return new TflqError('firmware', `this is ${found}, and the project is for ${wanted}`, {
    where,
    hint: 'Is it the right port? Otherwise make the project for this board: tflq-micro gen --board ID.',
  });
}

/** Reading is refused. */
export function readProtected(where: string): TflqError {
  return new TflqError(
    'firmware',
    "the chip's read-out protection is on: its flash can be neither read nor written",
    {
      where,
      hint: 'Lifting it erases the whole chip, so it is not done here. With ST-LINK: STM32_Programmer_CLI -c port=SWD -ob RDP=0xAA',
    },
  );
}

/** Erasing is refused. */
export function eraseRefused(where: string, pages: readonly number[] | undefined): TflqError {
  const what = pages === undefined ? 'its flash' : `pages ${pages[0]} to ${pages.at(-1)}`;
  return new TflqError('link', `the chip refuses to erase ${what}`, {
    where,
    hint: 'Does the chip have as much flash as the board file says, and are these pages not write-protected (option bytes)?',
  });
}

/** Writing is refused. */
export function writeRefused(where: string, address: number, part: RefusedPart): TflqError {
  return new TflqError('link', `the chip refuses the ${part} when ${hex(address)} is written`, {
    where,
    hint: 'Does the chip have as much flash as the board file says, and is it not write-protected (option bytes)?',
  });
}

/** What is in the flash is not what was written. */
export function notVerified(where: string, address: number, written: number, found: number): TflqError {
  const byte = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;
  return new TflqError(
    'link',
    `the flash does not hold what was written: at ${hex(address)} it has ${byte(found)} instead of ${byte(written)}`,
    {
      where,
      hint: 'The board must not be used like this. Is this part of the flash write-protected (option bytes), is the supply steady, is the flash worn out?',
    },
  );
}
