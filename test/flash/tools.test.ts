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
import { CASES } from './support/tool-cases.ts';

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
