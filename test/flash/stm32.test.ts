import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { silent } from '../../src/common/progress.ts';
import type { FlashImage } from '../../src/flash/image.ts';
import { programStm32, type Stm32Result } from '../../src/flash/stm32/program.ts';
import { rejected } from '../support/errors.ts';
import { randomNumbers } from '../support/random.ts';
import { type ChipOptions, SimulatedStm32 } from './stm32-simulator/chip.ts';
import { type Faults, SimulatedLine } from './stm32-simulator/line.ts';
import { CHIPS, noise, ORIGIN, stm32Board, twoPieces } from './support/stm32.ts';

const NAMES = { f446: 'STM32F446RE', l475: 'STM32L475VG', l4r5: 'STM32L4R5ZI', f103: 'STM32F103RB' };

type ChipName = keyof typeof CHIPS;

/** Flashes a chip over a line of its own. */
function program(
  chip: SimulatedStm32,
  name: ChipName,
  image: FlashImage,
  faults: Faults = {},
): Promise<Stm32Result> {
  const board = stm32Board(NAMES[name], CHIPS[name]);
  return programStm32({
    line: new SimulatedLine(chip, faults),
    baud: 115200,
    board,
    image,
    progress: silent,
  });
}

const OLD = noise(128 * 1024, 99);

/** A chip whose flash is full of something else. */
function usedChip(options: ChipOptions): SimulatedStm32 {
  const chip = new SimulatedStm32(options);
  chip.flash.set(OLD.subarray(0, chip.flash.length));
  return chip;
}

/** Fails unless all of the image is in the flash. */
function expectImage({ flash }: SimulatedStm32, image: FlashImage): void {
  for (const { address, data } of image) {
    const found = flash.subarray(address - ORIGIN, address - ORIGIN + data.length);
    expect(Buffer.compare(found, data)).toBe(0);
  }
}

describe('programStm32', () => {
  it.each(Object.keys(CHIPS) as ChipName[])('flashes an %s', async (name) => {
    const chip = usedChip(CHIPS[name]);
    const image = twoPieces(20_001);
    const result = await program(chip, name, image);
    expect(result.isStarted).toBe(true);
    expect(chip.started).toBe(ORIGIN);
    expectImage(chip, image);
  });

  it('erases the pages that it needs and no other', async () => {
    const chip = usedChip(CHIPS.l475);
    const before = chip.flash.slice();
    await program(chip, 'l475', [
      { address: ORIGIN, data: noise(5000) },
      { address: ORIGIN + 20 * 2048 + 100, data: noise(3000) },
    ]);
    expect([...chip.erased.keys()]).toEqual([0, 1, 2, 20, 21]);
    expect(Buffer.compare(chip.flash.subarray(22 * 2048), before.subarray(22 * 2048))).toBe(0);
  });

  it('erases all where an option byte decides how large pages are', async () => {
    const chip = usedChip(CHIPS.l4r5);
    await program(chip, 'l4r5', twoPieces(3000));
    expect(chip.erased.size).toBe(16);
  });

  it('goes on in a conversation that another began', async () => {
    const chip = usedChip(CHIPS.f446);
    for (const byte of [0x7f, 0x31, 0xce, 0x08, 0x00]) chip.receive(byte);
    const image = twoPieces(3000);
    await program(chip, 'f446', image);
    expectImage(chip, image);
  });

  it('refuses another chip and leaves it as it was', async () => {
    const chip = usedChip(CHIPS.f446);
    const before = chip.flash.slice();
    const error = await rejected('firmware', program(chip, 'l475', twoPieces(3000)));
    expect(error.message).toBe('this is STM32F446, and the project is for STM32L475VG');
    expect(error.hint).toContain('gen --board');
    expect(Buffer.compare(chip.flash, before)).toBe(0);
  });

  it('flashes a chip that neither it nor the board knows by name', async () => {
    const options = { ...CHIPS.f446, id: 0xabc };
    const chip = new SimulatedStm32(options);
    const image = twoPieces(3000);
    const line = new SimulatedLine(chip);
    const board = stm32Board('STM32X999', options);
    const { chip: found } = await programStm32({ line, baud: 115200, board, image, progress: silent });
    expect(found).toBe('an STM32 with the product id 0xabc');
    expectImage(chip, image);
  });

  it('explains read-out protection', async () => {
    const chip = usedChip({ ...CHIPS.f446, readProtected: true });
    const error = await rejected('firmware', program(chip, 'f446', twoPieces(3000)));
    expect(error.message).toContain('read-out protection is on');
    expect(error.hint).toContain('erases the whole chip');
    expect(chip.erased.size).toBe(0);
  });

  it('finds out that write-protected pages did not change', async () => {
    const chip = usedChip({ ...CHIPS.l475, writeProtected: new Set([3]) });
    const error = await rejected('link', program(chip, 'l475', twoPieces(20_000)));
    expect(error.message).toContain('at 0x08001800 it has');
    expect(error.hint).toContain('write-protected');
  });

  it('tells of flash that does not keep what is written', async () => {
    const chip = new SimulatedStm32(CHIPS.f446);
    const faults: Faults = { before: () => (chip.flash[1234]! &= 0xfe) };
    const error = await rejected(
      'link',
      program(chip, 'f446', [{ address: ORIGIN, data: noise(3000).fill(0xff) }], faults),
    );
    expect(error.message).toBe(
      'the flash does not hold what was written: at 0x080004d2 it has 0xfe instead of 0xff',
    );
  });

  it('says that a page does not exist', async () => {
    const small = { ...CHIPS.l475, pages: CHIPS.l475.pages.slice(0, 8) };
    const chip = new SimulatedStm32(small);
    const error = await rejected('link', program(chip, 'l475', twoPieces(20_000)));
    expect(error.message).toBe('the chip refuses to erase pages 0 to 10');
    expect(error.hint).toContain('as much flash as the board file says');
  });

  it('says how to start the bootloader when none answers', async () => {
    const chip = new SimulatedStm32(CHIPS.f446);
    chip.boot();
    const told: string[] = [];
    const board = stm32Board(NAMES.f446, CHIPS.f446);
    const progress = { ...silent, start: (label: string) => void told.push(label) };
    const image = twoPieces(100);
    const error = await rejected(
      'link',
      programStm32({ line: new SimulatedLine(chip), baud: 115200, board, image, progress }),
    );
    expect(error.message).toBe('no STM32 bootloader answers');
    expect(error.hint).toContain('BOOT0');
    expect(told).toEqual([expect.stringContaining('BOOT0')]);
  });

  it('waits until somebody presses the button', async () => {
    const chip = usedChip(CHIPS.f446);
    chip.boot();
    const image = twoPieces(3000);
    // The bytes for a ROM in the middle of something go out in the beginning only, before the user is told to press.
    await program(chip, 'f446', image, { before: (_, index) => index === 560 && chip.reset() });
    expectImage(chip, image);
  });

  it.each([
    ['at once', 0],
    ['while erasing', 60],
    ['while writing', 4000],
    ['while verifying', 7500],
  ])('goes on after a reset into the bootloader %s', async (_, at) => {
    const chip = usedChip(CHIPS.f446);
    const image = twoPieces(6000);
    await program(chip, 'f446', image, { before: (_, index) => index === at && chip.reset() });
    expectImage(chip, image);
  });

  it('says that the board is gone when it boots its program meanwhile, and flashes it afterwards', async () => {
    const chip = usedChip(CHIPS.f446);
    const image = twoPieces(6000);
    const faults: Faults = { before: (_, index) => index === 3000 && chip.boot() };
    const error = await rejected('link', program(chip, 'f446', image, faults));
    expect(error.message).toBe('the bootloader stopped answering while writing');
    chip.reset();
    await program(chip, 'f446', image);
    expectImage(chip, image);
  });

  it('does not take an answer to yesterday for one to today', async () => {
    const chip = usedChip(CHIPS.l475);
    const image = twoPieces(6000);
    await program(chip, 'l475', image, { late: (index) => (index % 900 === 700 ? 2500 : 0) });
    expectImage(chip, image);
  });
});

/** How bad a line is: the share of bytes that are lost, changed, answered NACK, or at which the chip is reset. */
interface Badness {
  readonly lost: number;
  readonly changed: number;
  readonly reset: number;
  readonly booted: number;
}

function badLine(seed: number, { lost, changed, reset, booted }: Badness): Faults {
  const next = randomNumbers(seed);
  const spoil = (byte: number): number | undefined => {
    const share = next();
    if (share < lost) return undefined;
    return share < lost + changed ? byte ^ (1 << Math.floor(next() * 8)) : byte;
  };
  return {
    toChip: spoil,
    // What becomes of an ACK may be a NACK.
    fromChip: (byte) => (byte === 0x79 && next() < changed * 100 ? 0x1f : spoil(byte)),
    before(chip) {
      const share = next();
      if (share < reset) chip.reset();
      else if (share < reset + booted) chip.boot();
    },
    late: () => (next() < 0.001 ? next() * 3000 : 0),
  };
}

describe('programStm32 on bad lines', () => {
  const rate = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
  const badness = fc.record({ lost: rate(2e-3), changed: rate(5e-4), reset: rate(2e-4), booted: rate(2e-5) });

  it('ends verified or with a clear error, and the same command recovers', async () => {
    const outcomes = { done: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(CHIPS) as ChipName[])),
        fc.integer(),
        fc.integer({ min: 1, max: 9000 }),
        badness,
        async (name, seed, bytes, rates) => {
          const chip = usedChip(CHIPS[name]);
          const image = twoPieces(bytes, seed);
          try {
            await program(chip, name, image, badLine(seed, rates));
            outcomes.done++;
            expectImage(chip, image);
            return;
          } catch (error) {
            if (!(error instanceof TflqError)) throw error;
            expect(error.hint).toMatch(/./);
            outcomes.failed++;
          }
          chip.reset();
          await program(chip, name, image);
          expectImage(chip, image);
        },
      ),
      { numRuns: 500, seed: 4 },
    );
    // Both ends are met often, or the test says nothing.
    expect(outcomes.done).toBeGreaterThan(50);
    expect(outcomes.failed).toBeGreaterThan(50);
  }, 120_000);

  it('leaves the other pages alone when bytes get lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), rate(3e-3), async (seed, lost) => {
        const chip = usedChip(CHIPS.l475);
        const before = chip.flash.slice();
        const image = twoPieces(8000, seed);
        await program(chip, 'l475', image, badLine(seed, { lost, changed: 0, reset: 0, booted: 0 })).then(
          () => expectImage(chip, image),
          (error) => expect(error).toBeInstanceOf(TflqError),
        );
        expect([...chip.erased.keys()].filter((page) => page > 4)).toEqual([]);
        expect(Buffer.compare(chip.flash.subarray(5 * 2048), before.subarray(5 * 2048))).toBe(0);
      }),
      { numRuns: 200, seed: 4 },
    );
  }, 120_000);
});
