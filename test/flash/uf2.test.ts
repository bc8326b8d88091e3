import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { silent } from '../../src/common/progress.ts';
import { findDrives } from '../../src/flash/uf2/drive.ts';
import { isFamily } from '../../src/flash/uf2/families.ts';
import { uf2Image } from '../../src/flash/uf2/file.ts';
import { flashUf2, type Uf2Run } from '../../src/flash/uf2/flash.ts';
import { holdsImage, readUf2, writeUf2 } from '../../src/flash/uf2/format.ts';
import { rejected, thrown } from '../support/errors.ts';
import { elfFile } from './support/elf-file.ts';
import { noise } from './support/stm32.ts';
import { pluggedIn, type UsbBoard } from './uf2-simulator/board.ts';

const RP2040 = '0xe48bff56';
const SAMD51 = '0x55114460';
const FLASH = 0x10000000;

const microbit = await findBoard('microbit');

const pico: Board = {
  ...microbit,
  id: 'pico',
  memory: { ...microbit.memory!, flash: { origin: FLASH, size: 2 << 20 } },
  flash: {
    method: 'uf2',
    family: RP2040,
    drive: 'RPI-RP2',
    press: 'Hold BOOTSEL while you plug in the board.',
  },
};

const LIMITS = { drive: 1500, restart: 1500, poll: 5 };

let dir: string;
let image: string;
let boards: UsbBoard[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tflq-uf2-'));
  await mkdir(join(dir, 'media', 'me'), { recursive: true });
  image = join(dir, 'firmware.elf');
  await writeFile(image, elfFile([{ physical: FLASH, data: noise(30_000) }]));
  boards = [];
});
afterEach(async () => {
  for (const board of boards) board.stop();
  await rm(dir, { recursive: true });
});

/** A board's bootloader, which shows its drive. */
async function plugIn(boardId = 'RPI-RP2', options: Parameters<typeof pluggedIn>[2] = {}): Promise<UsbBoard> {
  const board = await pluggedIn(join(dir, 'media', 'me', boardId), boardId, options);
  boards.push(board);
  return board;
}

function flash(options: Partial<Uf2Run> = {}): Promise<string> {
  return flashUf2({
    image,
    board: pico,
    drive: undefined,
    touch: undefined,
    progress: silent,
    signal: undefined,
    roots: [join(dir, 'media')],
    limits: LIMITS,
    ...options,
  });
}

describe('writeUf2', () => {
  it('writes the blocks that the specification asks for', () => {
    const file = Buffer.from(writeUf2([{ address: 0x2010, data: Uint8Array.of(1, 2, 3) }], SAMD51));
    expect(file.length).toBe(512);
    expect(file.subarray(0, 32).toString('hex')).toBe(
      '5546320a' + '57515d9e' + '00200000' + '00200000' + '00010000' + '00000000' + '01000000' + '60441155',
    );
    const payload = Buffer.alloc(256, 0xff);
    payload.set([1, 2, 3], 0x10);
    expect(Buffer.compare(file.subarray(32, 288), payload)).toBe(0);
    expect(file.subarray(288, 508).every((byte) => byte === 0)).toBe(true);
    expect(file.subarray(508).toString('hex')).toBe('306fb10a');
  });

  it('writes whole sectors for the ROMs that erase with the first page of one', () => {
    const { pieces } = readUf2(writeUf2([{ address: FLASH + 0x1300, data: noise(10) }], RP2040), 'a.uf2');
    expect(pieces.map(({ address }) => address)).toEqual(
      Array.from({ length: 16 }, (_, index) => FLASH + 0x1000 + 256 * index),
    );
  });

  it('is read back', () => {
    const pieces = [
      { address: FLASH + 100, data: noise(1000) },
      { address: FLASH + 9000, data: noise(5000, 2) },
    ] as const;
    const file = readUf2(writeUf2(pieces, SAMD51), 'a.uf2');
    expect(file.families).toEqual([SAMD51]);
    expect(holdsImage(file, pieces)).toBe(true);
    expect(holdsImage(file, [{ address: FLASH + 101, data: noise(1000) }])).toBe(false);
    expect(holdsImage(file, [{ address: FLASH + 20_000, data: noise(1) }])).toBe(false);
  });
});

describe('readUf2', () => {
  it.each([0, 4, 16, 508])('refuses a file whose byte %i is damaged', (at) => {
    const file = writeUf2([{ address: 0, data: noise(2000) }], SAMD51);
    file[1024 + at + 1]! ^= 0x40;
    expect(thrown('build', () => readUf2(file, 'a.uf2')).message).toBe('the build left a damaged UF2 file');
    expect(thrown('build', () => readUf2(file.subarray(0, 700), 'a.uf2')).where).toBe('a.uf2');
  });
});

describe('isFamily', () => {
  it.each([
    [RP2040, ['RPI-RP2'], true],
    [RP2040, ['RP2350'], false],
    ['0xe48bff59', ['RP2350'], true],
    [SAMD51, ['SAMD51J19A-PyGamer-M4', 'PyGamer'], true],
    [SAMD51, ['SAMD21G18A-Feather-v0'], false],
    ['0xada52840', ['nRF52840-Feather-revD'], true],
    ['0xada52840', ['My-Own-Board'], true],
    ['0x12345678', ['My-Own-Board'], true],
    ['0x12345678', ['RPI-RP2'], false],
  ])('knows whether %s is for %j', (family, names, expected) => {
    expect(isFamily(family, names)).toBe(expected);
  });
});

describe('uf2Image', () => {
  it("takes the build's own file when it holds the same", async () => {
    const built = writeUf2([{ address: FLASH, data: noise(30_000) }], RP2040);
    // What only the build knows, e.g. the absolute block of RP2350's.
    const extra = writeUf2([{ address: 0x10ffff00, data: noise(256) }], '0xe48bff57');
    await writeFile(join(dir, 'firmware.uf2'), Buffer.concat([extra, built]));
    const { bytes, family } = await uf2Image(image, pico);
    expect(bytes.length).toBe(built.length + 512);
    expect(family).toBe(RP2040);
  });

  it('makes one when that is of an older build', async () => {
    const old = writeUf2([{ address: FLASH, data: noise(30_000, 2) }], RP2040);
    await writeFile(join(dir, 'firmware.uf2'), old);
    const { bytes } = await uf2Image(image, pico);
    expect(holdsImage(readUf2(bytes, ''), [{ address: FLASH, data: noise(30_000) }])).toBe(true);
  });

  it('refuses one that was built for another chip', async () => {
    await writeFile(join(dir, 'firmware.uf2'), writeUf2([{ address: FLASH, data: noise(30_000) }], SAMD51));
    const error = await rejected('build', uf2Image(image, pico));
    expect(error.message).toBe("the build's UF2 file is for SAMD51, and pico is RP2040");
  });

  it('needs to know the family', async () => {
    const error = await rejected('board', uf2Image(image, { ...pico, flash: { method: 'uf2' } }));
    expect(error.where).toBe('board pico, field flash.family');
  });

  it('refuses what is not in the flash', async () => {
    await writeFile(image, elfFile([{ physical: 0x20000000, data: noise(10) }]));
    const error = await rejected('build', uf2Image(image, pico));
    expect(error.message).toContain('10 bytes of the image belong to 0x20000000');
  });
});

describe('flashUf2', () => {
  it('copies to the drive and waits for the restart', async () => {
    const board = await plugIn();
    const target = await flash();
    expect(target).toMatch(/^RPI-RP2 \(.*RPI-RP2\), which has restarted$/);
    const { pieces } = readUf2(board.received!, '');
    expect(holdsImage({ families: [], pieces }, [{ address: FLASH, data: noise(30_000) }])).toBe(true);
  });

  it('waits for the drive and says what to press', async () => {
    const told: string[] = [];
    setTimeout(() => void plugIn(), 100);
    await flash({ progress: { ...silent, start: (label) => void told.push(label) } });
    expect(told[0]).toBe("waiting for the bootloader's drive. Hold BOOTSEL while you plug in the board.");
    expect(told[1]).toBe('copying to RPI-RP2');
  });

  it('asks the running program for its bootloader', async () => {
    const told: string[] = [];
    await flash({
      touch: async () => {
        await plugIn();
        return true;
      },
      progress: { ...silent, start: (label) => void told.push(label) },
    });
    expect(told[0]).toMatch(/drive\. If none comes: Hold BOOTSEL/);
  });

  it('gives up when no drive comes', async () => {
    const error = await rejected('link', flash({ limits: { ...LIMITS, drive: 30 } }));
    expect(error.message).toBe("no bootloader's drive came within 0.03 s");
    expect(error.hint).toContain('Hold BOOTSEL');
    expect(error.hint).toContain('/dev/disk/by-label/RPI-RP2');
  });

  it.each([
    ['RP2350', pico.flash],
    ['SAMD21G18A-Metro-v0', { method: 'uf2', family: RP2040 }],
    ['Nice-Board', pico.flash],
  ])('refuses the drive of %s', async (other, facts) => {
    const board = await plugIn(other);
    const error = await rejected('firmware', flash({ board: { ...pico, flash: facts } }));
    expect(error.message).toMatch(
      new RegExp(`^the bootloader is one of ${other}, and the firmware is for RP`),
    );
    expect(existsSync(join(board.path, 'FIRMWARE.UF2'))).toBe(false);
  });

  it('takes the right one of two drives, and a folder that was named', async () => {
    const [right, wrong] = [await plugIn(), await plugIn('RP2350')];
    await flash();
    expect(right.received).toBeDefined();
    const error = await rejected('firmware', flash({ drive: wrong.path }));
    expect(error.where).toBe(wrong.path);
    const again = await plugIn();
    await flash({ drive: again.path });
    expect(again.received).toBeDefined();
    const none = await rejected('link', flash({ drive: dir }));
    expect(none.message).toContain('no INFO_UF2.TXT');
  });

  it('does not choose between two boards of a kind', async () => {
    await plugIn();
    boards.push(await pluggedIn(join(dir, 'media', 'me', 'RPI-RP21'), 'RPI-RP2', {}));
    const error = await rejected('link', flash());
    expect(error.message).toBe('2 boards wait in their bootloaders');
  });

  it('tells when the bootloader takes the file and does not start it', async () => {
    await plugIn('RPI-RP2', { ignores: true });
    const error = await rejected('link', flash({ limits: { ...LIMITS, restart: 50 } }));
    expect(error.message).toBe('the bootloader has the whole file and does not start it');
  });

  it.skipIf(!existsSync('/dev/full'))('tells when the drive does not take all', async () => {
    const board = await plugIn('RPI-RP2', { ignores: true });
    await symlink('/dev/full', join(board.path, 'FIRMWARE.UF2'));
    const error = await rejected('link', flash());
    expect(error.message).toMatch(/^the bootloader's drive took 0 of \d+ bytes: ENOSPC$/);
    expect(error.hint).toContain('run the same command');
  });

  it('can be interrupted, and flashes the next time', async () => {
    const control = new AbortController();
    const waiting = flash({ signal: control.signal });
    setTimeout(() => control.abort(), 50);
    await rejected('interrupted', waiting);

    const board = await plugIn();
    const progress = { ...silent, update: () => aborted.abort() };
    const aborted = new AbortController();
    await rejected('interrupted', flash({ signal: aborted.signal, progress }));
    expect(board.received).toBeUndefined();
    await flash();
    expect(board.received).toBeDefined();
  });
});

describe('findDrives', () => {
  it('reads what a bootloader says of itself, one or two folders deep', async () => {
    const board = await plugIn('Board X');
    const found = { path: board.path, boardId: 'Board X', model: 'A Board' };
    expect(await findDrives([join(dir, 'media')])).toEqual([found]);
    expect(await findDrives([join(dir, 'media', 'me')])).toEqual([found]);
    expect(await findDrives([join(dir, 'nowhere')])).toEqual([]);
    expect(await readFile(join(board.path, 'INFO_UF2.TXT'), 'utf8')).toContain('Board-ID');
  });
});
