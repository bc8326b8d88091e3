import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Board } from '../../src/boards/schema.ts';
import { binaryFile, intelHex } from '../../src/flash/binary-files.ts';
import type { FlashImage } from '../../src/flash/image.ts';
import { FLASH_METHODS } from '../../src/flash/methods/index.ts';
import { manifestFor } from '../build/support/port-project.ts';
import { rejected } from '../support/errors.ts';
import { fakeProgram } from '../support/fake-program.ts';
import { elfFile } from './support/elf-file.ts';
import { CHIPS, noise, ORIGIN, stm32Board } from './support/stm32.ts';

const image: FlashImage = [
  { address: ORIGIN, data: noise(300) },
  { address: ORIGIN + 0xfff0, data: noise(100, 2) },
];

const nucleo = stm32Board('STM32L475VG', CHIPS.f446);

/** What a board's file says for all of the methods. */
const flash: Board['flash'] = {
  method: 'openocd',
  chip: 'STM32L475VG',
  openocd: ['interface/stlink.cfg', 'target/stm32l4x.cfg'],
  programmer: 'jtag2updi',
  offset: 0x2000,
};

/** What a program is started with, and what the real one prints when it has flashed. */
interface Case {
  readonly method: string;
  readonly program: string;
  readonly args: readonly (readonly string[])[];
  readonly prints: string;
  readonly board?: Board;
}

const CASES: readonly Case[] = [
  {
    method: 'openocd',
    program: 'openocd',
    args: [
      [
        ...['-f', 'interface/stlink.cfg', '-f', 'target/stm32l4x.cfg'],
        ...['-c', 'program {build/firmware.elf} verify reset exit'],
      ],
    ],
    prints: '** Programming Finished **\n** Verify Started **\n** Verified OK **\n** Resetting Target **\n',
  },
  {
    method: 'st-link',
    program: 'STM32_Programmer_CLI',
    args: [['-c', 'port=SWD', 'mode=UR', 'reset=HWrst', '-w', 'build/firmware.elf', '-v', '-rst']],
    prints: 'Download in Progress:\n 100%\n\nDownload verified successfully \n',
  },
  {
    method: 'st-link',
    program: 'st-flash',
    args: [['--connect-under-reset', '--reset', 'write', 'build/flash.bin', '0x08000000']],
    prints: 'Flash written and verified! jolly good!\n',
  },
  {
    method: 'jlink',
    program: 'JLinkExe',
    args: [
      [
        ...['-device', 'STM32L475VG', '-if', 'SWD', '-speed', '4000', '-autoconnect', '1'],
        ...['-NoGui', '1', '-ExitOnError', '1', '-CommandFile', 'build/flash.jlink'],
      ],
    ],
    prints:
      'Connecting to J-Link via USB...O.K.\nDownloading file [build/firmware.elf]...\nJ-Link: Flash\nO.K.\n',
  },
  {
    method: 'probe-rs',
    program: 'probe-rs',
    args: [
      ['download', '--chip', 'STM32L475VG', '--verify', '--non-interactive', 'build/firmware.elf'],
      ['reset', '--chip', 'STM32L475VG', '--non-interactive'],
    ],
    prints: 'Erasing 100%\nProgramming 100%\nFinished in 1.2s\n',
  },
  {
    method: 'picotool',
    program: 'picotool',
    args: [['load', '-f', '-v', '-x', 'build/firmware.elf']],
    prints: 'Loading into Flash: [====]  100%\nVerifying Flash:    [====]  100%\n  OK\n',
  },
  {
    method: 'bossac',
    program: 'bossac',
    args: [
      ['--port=ttyACM3', '--erase', '--write', '--verify', '--offset=0x2000', '--reset', 'build/flash.bin'],
    ],
    prints: 'Write 400 bytes to flash\nVerify 400 bytes of flash\nVerify successful\n',
  },
  {
    method: 'avrdude',
    program: 'avrdude',
    args: [
      [
        ...['-p', 'STM32L475VG', '-c', 'jtag2updi', '-P', '/dev/ttyACM3', '-b', '115200'],
        ...['-U', 'flash:w:build/firmware.elf:e'],
      ],
    ],
    prints: 'avrdude: 400 bytes of flash verified\n',
  },
  {
    method: 'nrfutil',
    program: 'nrfutil',
    args: [
      [
        ...['device', 'program', '--firmware', 'build/flash.hex', '--options'],
        'chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM',
      ],
    ],
    prints: '100% Programmed\n',
  },
];

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tflq it's $HOME "));
  await mkdir(join(dir, 'build'));
  await writeFile(
    join(dir, 'build', 'firmware.elf'),
    elfFile(image.map(({ address, data }) => ({ physical: address, data }))),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

/** Flashes by a method; tells what was shown. */
async function run(method: string, facts = flash, signal?: AbortSignal) {
  const shown: (string | number)[] = [];
  const target = await FLASH_METHODS[method]!({
    dir,
    manifest: manifestFor({ ...nucleo, flash: facts }),
    image: join(dir, 'build', 'firmware.elf'),
    port: '/dev/ttyACM3',
    baud: undefined,
    progress: {
      start: (label) => void shown.push(label),
      update: (done) => void shown.push(done),
      finish() {},
    },
    signal,
  });
  return { target, shown };
}

/** Nothing but what a test puts there can be found. */
function onlyFakes(): void {
  vi.stubEnv('PATH', join(dir, 'nothing'));
}

describe('flashing by programs that are not ours', () => {
  it.each(CASES)('$method drives $program', async ({ method, program, args, prints }) => {
    onlyFakes();
    const fake = await fakeProgram(dir, program, { prints });
    const { target, shown } = await run(method);
    const runs = await fake.runs();
    expect(runs.map((one) => one.args)).toEqual(args);
    expect(new Set(runs.map(({ cwd }) => cwd))).toEqual(new Set([dir]));
    expect(target).toMatch(/^Netduino Plus 2 \(QEMU\), by /);
    if (prints.includes('100%')) expect(shown).toContain(100);
  });

  it.each(CASES)(
    '$method does not believe a $program that only exits with 0',
    async ({ method, program, prints }) => {
      if (['probe-rs', 'nrfutil'].includes(method)) return; // whose exit codes tell
      onlyFakes();
      const said = prints.split('\n')[0]!.replace(/verified|successful/gi, '');
      await fakeProgram(dir, program, { prints: said });
      const error = await rejected('link', run(method));
      expect(error.message).toContain(`${program} could not flash my-stm32`);
    },
  );

  it.each([...new Set(CASES.map(({ method }) => method))])(
    '%s says how to get what is missing',
    async (method) => {
      onlyFakes();
      const error = await rejected('tool', run(method));
      expect(error.message).toMatch(/is not installed$/);
      expect(error.hint).toMatch(/https?:|apt-get/);
      expect(FLASH_METHODS[method]!.tools).toMatchObject({ install: error.hint });
    },
  );

  it.each([
    ['openocd', 'openocd', 'Error: open failed', 'OpenOCD finds no debug probe'],
    [
      'openocd',
      'openocd',
      'Error: unable to find a matching CMSIS-DAP device',
      'OpenOCD finds no debug probe',
    ],
    [
      'openocd',
      'openocd',
      "embedded:startup.tcl:28: Error: Can't find target/nonono.cfg",
      'one of its files is missing',
    ],
    [
      'openocd',
      'openocd',
      'Error: init mode failed (unable to connect to the target)',
      'does not answer the debug probe',
    ],
    ['openocd', 'openocd', 'Error: libusb_open() failed with LIBUSB_ERROR_ACCESS', 'not permitted'],
    ['openocd', 'openocd', '** Verify Failed **', 'does not hold what was written'],
    ['st-link', 'STM32_Programmer_CLI', 'Error: No debug probe detected.', 'no ST-LINK is plugged in'],
    [
      'st-link',
      'STM32_Programmer_CLI',
      'Error: No STM32 target found! If your product',
      'does not answer the ST-LINK',
    ],
    ['st-link', 'STM32_Programmer_CLI', 'Error: failed to erase memory', 'the chip is protected'],
    ['st-link', 'st-flash', "WARN usb.c: Couldn't find any ST-Link devices", 'no ST-LINK is plugged in'],
    [
      'jlink',
      'JLinkExe',
      'Connecting to J-Link via USB...FAILED: Cannot connect to J-Link.',
      'no J-Link is plugged in',
    ],
    [
      'jlink',
      'JLinkExe',
      'Connecting to J-Link via USB...O.K.\nCannot connect to target.',
      'does not answer the J-Link',
    ],
    ['probe-rs', 'probe-rs', 'Error: No connected probes were found.', 'finds no debug probe'],
    ['probe-rs', 'probe-rs', "Error: The chip 'X' was not found in the database.", 'does not know the chip'],
    [
      'picotool',
      'picotool',
      'No accessible RP-series devices in BOOTSEL mode were found.',
      'bootloader does not answer',
    ],
    ['picotool', 'picotool', 'ERROR: Unknown command: load', 'cannot load programs'],
    ['bossac', 'bossac', 'No device found on ttyACM3', 'bootloader does not answer'],
    ['bossac', 'bossac', 'Verify failed\nPage errors: 1\nByte errors: 3', 'does not hold what was written'],
    [
      'avrdude',
      'avrdude',
      'avrdude OS error: cannot open port /dev/ttyACM3: No such file',
      'cannot be opened',
    ],
    [
      'avrdude',
      'avrdude',
      'avrdude error: cannot find programmer id nonono',
      'does not know the chip or the programmer',
    ],
    ['nrfutil', 'nrfutil', "error: unrecognized subcommand 'device'", 'no command `device` yet'],
    [
      'nrfutil',
      'nrfutil',
      'Error: One or more program tasks failed: readback protection is enabled',
      'locked',
    ],
  ])('%s explains %s: %s', async (method, program, prints, message) => {
    onlyFakes();
    await fakeProgram(dir, program, { prints: `${prints}\n`, code: 1 });
    const error = await rejected('link', run(method));
    expect(error.message).toContain(message);
    expect(error.message).toContain(prints.split('\n').at(-1)!.trim());
    expect(error.hint).toMatch(/./);
  });

  it.each([
    ['openocd', 'openocd', 'openocd'],
    ['jlink', 'JLinkExe', 'chip'],
    ['probe-rs', 'probe-rs', 'chip'],
    ['avrdude', 'avrdude', 'chip'],
  ])('%s says what the board file lacks', async (method, program, field) => {
    onlyFakes();
    await fakeProgram(dir, program, {});
    const error = await rejected('board', run(method, { method }));
    expect(error.where).toBe(`board my-stm32, field flash.${field}`);
  });

  it('refuses an image that is not for the board', async () => {
    onlyFakes();
    const fake = await fakeProgram(dir, 'nrfutil', {});
    await writeFile(join(dir, 'build', 'firmware.elf'), elfFile([{ physical: 0x20000000, data: noise(5) }]));
    await rejected('build', run('nrfutil'));
    expect(await fake.runs()).toEqual([]);
  });

  it('can be interrupted', async () => {
    onlyFakes();
    await fakeProgram(dir, 'openocd', { hangs: true });
    const control = new AbortController();
    setTimeout(() => control.abort(), 300);
    const error = await rejected('interrupted', run('openocd', flash, control.signal));
    expect(error.hint).toContain('again');
  });

  it('writes the files that programs are given', async () => {
    onlyFakes();
    const fakes = [
      ['jlink', 'JLinkExe'],
      ['bossac', 'bossac'],
      ['nrfutil', 'nrfutil'],
    ] as const;
    for (const [method, program] of fakes) {
      await fakeProgram(dir, program, { prints: CASES.find((one) => one.program === program)!.prints });
      await run(method);
    }
    const file = (name: string) => readFile(join(dir, 'build', name));
    expect((await file('flash.jlink')).toString()).toBe('r\nloadfile "build/firmware.elf"\nr\ng\nexit\n');
    expect(Buffer.compare(await file('flash.bin'), binaryFile(image))).toBe(0);
    expect((await file('flash.hex')).toString()).toBe(intelHex(image));
  });
});

/** Reads Intel HEX by its specification. */
function readHex(text: string): Map<number, number> {
  const bytes = new Map<number, number>();
  let upper = 0;
  for (const line of text.trim().split('\n')) {
    const record = Buffer.from(line.slice(1), 'hex');
    expect(record.reduce((sum, byte) => sum + byte, 0) & 0xff).toBe(0);
    expect(record.length).toBe(record[0]! + 5);
    if (record[3] === 4) upper = record.readUInt16BE(4) << 16;
    if (record[3] !== 0) continue;
    for (const [index, byte] of record.subarray(4, -1).entries())
      bytes.set((upper | record.readUInt16BE(1)) + index, byte);
  }
  return bytes;
}

describe('intelHex', () => {
  it('holds every byte at its address, across borders of 64 KB', () => {
    const bytes = readHex(intelHex(image));
    expect(bytes.size).toBe(400);
    for (const { address, data } of image)
      for (const [index, byte] of data.entries()) expect(bytes.get(address + index)).toBe(byte);
  });

  it('is what the specification shows', () => {
    const text = intelHex([
      { address: 0x0013_0100, data: Buffer.from('214601360121470136007EFE09D21901', 'hex') },
    ]);
    expect(text).toBe(':020000040013E7\n:10010000214601360121470136007EFE09D2190140\n:00000001FF\n');
  });
});

describe('binaryFile', () => {
  it('fills the gap', () => {
    const file = binaryFile(image);
    expect(file.length).toBe(0xfff0 + 100);
    expect(file.subarray(300, 0xfff0).every((byte) => byte === 0xff)).toBe(true);
  });
});
