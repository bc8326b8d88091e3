/** What a build leaves behind, read as a plan of what is flashed where. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlashPlan } from '../../src/flash/esptool/plan.ts';
import { readPlan } from '../../src/flash/esptool/read-plan.ts';
import { rejected } from '../support/errors.ts';
import { appImage, randomBytes } from './esp-simulator/images.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tflq-plan-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function put(files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, data] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), data);
  }
}

const app = appImage('esp32s3', 1000);
const bootloader = appImage('esp32s3', 500);

/** As ESP-IDF 5.3 writes it, but for what nobody reads. */
function flasherArgs(changes: object = {}): string {
  return JSON.stringify({
    write_flash_args: ['--flash_mode', 'dio', '--flash_size', '8MB', '--flash_freq', '80m'],
    flash_settings: { flash_mode: 'dio', flash_size: '8MB', flash_freq: '80m' },
    flash_files: {
      '0x0': 'bootloader/bootloader.bin',
      '0x10000': 'digits.bin',
      '0x8000': 'partition_table/partition-table.bin',
    },
    bootloader: { offset: '0x0', file: 'bootloader/bootloader.bin', encrypted: 'false' },
    app: { offset: '0x10000', file: 'digits.bin', encrypted: 'false' },
    extra_esptool_args: { after: 'hard_reset', before: 'default_reset', stub: true, chip: 'esp32s3' },
    ...changes,
  });
}

const built = {
  'build/digits.elf': 'an ELF file',
  'build/digits.bin': app,
  'build/bootloader/bootloader.bin': bootloader,
  'build/partition_table/partition-table.bin': randomBytes(3072),
};

const read = (image = 'build/digits.elf', offset?: number): Promise<FlashPlan> =>
  readPlan(dir, join(dir, image), offset);

const places = ({ regions }: FlashPlan): unknown =>
  regions.map(({ name, offset, data }) => [name, offset, data.length]);

describe('flasher_args.json', () => {
  it('says which file goes where, and how', async () => {
    await put({ ...built, 'build/flasher_args.json': flasherArgs() });
    const plan = await read();
    expect(places(plan)).toEqual([
      ['bootloader/bootloader.bin', 0, bootloader.length],
      ['partition_table/partition-table.bin', 0x8000, 3072],
      ['digits.bin', 0x10000, app.length],
    ]);
    expect(plan).toMatchObject({
      target: 'esp32s3',
      flash: { mode: 'dio', size: '8MB', frequency: '80m' },
      resetBefore: true,
      usbReset: false,
      resetAfter: true,
      stub: true,
    });
  });

  it.each([
    [
      'hyphens',
      { before: 'no-reset', after: 'no-reset', stub: false },
      { resetBefore: false, resetAfter: false, stub: false },
    ],
    ['usb_reset', { before: 'usb_reset' }, { resetBefore: true, usbReset: true }],
    ['nothing', {}, { resetBefore: true, resetAfter: true, stub: true, target: undefined }],
  ])('is understood with %s', async (_what, extra_esptool_args, expected) => {
    await put({ ...built, 'build/flasher_args.json': flasherArgs({ extra_esptool_args }) });
    expect(await read()).toMatchObject(expected);
  });

  it('fills a file up to whole words', async () => {
    await put({
      ...built,
      'build/digits.bin': app.subarray(0, 999),
      'build/flasher_args.json': flasherArgs(),
    });
    const { data } = (await read()).regions[2]!;
    expect([data.length, data[998], data[999]]).toEqual([1000, app[998], 0xff]);
  });

  it.each([
    ['text that is no JSON', '{', /^flasher_args\.json is damaged: it is no JSON$/],
    ['no files', flasherArgs({ flash_files: undefined }), /flash_files/],
    ['an offset that is none', flasherArgs({ flash_files: { end: 'digits.bin' } }), /flash_files.*offset/],
    [
      'a file outside',
      flasherArgs({ flash_files: { '0x0': '../../etc/passwd' } }),
      /outside the build folder/,
    ],
    ['a file that is missing', flasherArgs({ flash_files: { '0x0': 'no.bin' } }), /^no\.bin is missing/],
    ['an empty list', flasherArgs({ flash_files: {} }), /^there is nothing to flash$/],
    [
      'regions that overlap',
      flasherArgs({ flash_files: { '0x0': 'digits.bin', '0x100': 'bootloader/bootloader.bin' } }),
      /^digits\.bin at 0x0 runs into bootloader\/bootloader\.bin at 0x100$/,
    ],
    ['an odd offset', flasherArgs({ flash_files: { '0x10001': 'digits.bin' } }), /multiple of 4$/],
    [
      'encryption',
      flasherArgs({ app: { offset: '0x10000', file: 'digits.bin', encrypted: 'true' } }),
      /encrypted flashing/,
    ],
    [
      'a chip that we do not know',
      flasherArgs({ extra_esptool_args: { chip: 'esp8266' } }),
      /built for esp8266, which tflq-micro cannot flash$/,
    ],
    [
      'an image for another chip',
      flasherArgs({ extra_esptool_args: { chip: 'esp32c3' } }),
      /^bootloader\/bootloader\.bin is an image for ESP32-S3, not for ESP32-C3$/,
    ],
  ])('is refused with %s', async (_what, text, message) => {
    await put({ ...built, 'build/flasher_args.json': text });
    const error = await rejected('project', read());
    expect(error.message).toMatch(message);
    expect(error.where).toBeDefined();
    expect(error.hint).toBeDefined();
  });
});

/** One entry of a partition table. */
function partition(type: number, subtype: number, offset: number, bytes: number): Buffer {
  const entry = Buffer.alloc(32);
  entry.set([0xaa, 0x50, type, subtype]);
  entry.writeUInt32LE(offset, 4);
  entry.writeUInt32LE(bytes, 8);
  return entry;
}

/** Data for OTA, and two places for apps, as Arduino's default. */
const table = Buffer.concat([
  partition(1, 2, 0x9000, 0x5000),
  partition(1, 0, 0xe000, 0x2000),
  partition(0, 0x11, 0x150000, 0x140000),
  partition(0, 0x10, 0x20000, 0x1000),
  Buffer.alloc(32, 0xff),
]);

describe('a bare image', () => {
  it.each([
    [undefined, 0x10000],
    [0x30000, 0x30000],
  ])('goes where the board says (%s)', async (offset, expected) => {
    await put({ 'build/digits.bin': app });
    const plan = await read('build/digits.bin', offset);
    expect(places(plan)).toEqual([['digits.bin', expected, app.length]]);
    expect(plan).toMatchObject({ target: 'esp32s3', flash: { size: 'keep' } });
  });

  it.each([
    ['Arduino', 'build/digits.ino.bin', 'build/digits.ino.'],
    ['PlatformIO', '.pio/build/esp32/firmware.bin', '.pio/build/esp32/'],
  ])('goes with what %s leaves beside it', async (_what, image, prefix) => {
    await put({ [image]: app, [`${prefix}bootloader.bin`]: bootloader, [`${prefix}partitions.bin`]: table });
    expect(places(await read(image))).toEqual([
      [expect.stringMatching(/bootloader\.bin$/), 0, bootloader.length],
      [expect.stringMatching(/partitions\.bin$/), 0x8000, table.length],
      ['the choice of the app', 0xe000, 0x2000],
      [image.split('/').at(-1), 0x20000, app.length],
    ]);
  });

  it.each([
    [
      'no image',
      { 'build/digits.bin': 'text' },
      /^this is no image for an ESP32, and no flasher_args\.json lies beside it$/,
    ],
    [
      'an image for an unknown chip',
      { 'build/digits.bin': Uint8Array.from(app, (byte, i) => (i === 12 ? 77 : byte)) },
      /^this is an image for the chip with the id 77, /,
    ],
    [
      'too large for its partition',
      { 'build/digits.bin': appImage('esp32s3', 5000), 'build/partitions.bin': table },
      /^the app takes 50\d\d bytes, its partition has 4096$/,
    ],
    [
      'a table without apps',
      { 'build/digits.bin': app, 'build/partitions.bin': table.subarray(0, 64) },
      /^the partition table has no place for an app$/,
    ],
  ])('is refused when it is %s', async (_what, files, message) => {
    await put(files);
    expect((await rejected('project', read('build/digits.bin'))).message).toMatch(message);
  });
});
