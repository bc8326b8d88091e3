/** Building and flashing by arduino-cli and PlatformIO, which stand-ins take the place of. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { rejected } from '../support/errors.ts';
import { fakeProgram } from '../support/fake-program.ts';
import { manifestFor } from './support/port-project.ts';

const nano = manifestFor(await findBoard('nano33ble'));
const esp = manifestFor(await findBoard('esp32', 'arduino'));
const pico = manifestFor(await findBoard('pico', 'arduino'));
const pio = manifestFor(await findBoard('nano33ble', 'platformio'));

const ARDUINO_IMAGE = join('build', 'arduino', 'check_sketch.ino.elf');
const PIO_IMAGE = join('.pio', 'build', 'firmware', 'firmware.elf');

let folder: string;
let dir: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tflq arduino ')));
  dir = join(folder, 'project');
  await mkdir(dir);
  await writeFile(join(dir, 'tflq.json'), '{}');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Any ELF file does for an image. */
const image = (path: string) => ({ path, from: '/bin/true' });

describe('arduino-cli', () => {
  it('compiles the sketch with the library beside it', async () => {
    const program = await fakeProgram(folder, 'arduino-cli', {
      prints: 'Sketch uses 97112 bytes (9%) of program storage space.\n',
      makes: image(ARDUINO_IMAGE),
    });
    const built = await buildProject(dir, nano);
    expect(built.image).toBe(join(dir, ARDUINO_IMAGE));
    expect(await readFile(built.log, 'utf8')).toContain('Sketch uses');
    const [run, ...more] = await program.runs();
    expect(more).toEqual([]);
    expect(run!.cwd).toBe(dir);
    expect(run!.args[0]).toBe('compile');
    expect(run!.args.at(-1)).toBe('check_sketch');
    expect(run!.args.join(' ')).toContain('--libraries libraries --build-path build/arduino ');
    expect(run!.args).toContain('compiler.c.extra_flags=-O2');
  });

  it.each([
    ['nano33ble', nano],
    ['a board that has a toolchain of its own elsewhere', pico],
  ])('says how to get it: %s', async (_which, manifest) => {
    vi.stubEnv('PATH', folder);
    const error = await rejected('tool', buildProject(dir, manifest));
    expect(error.message).toBe('arduino-cli is not installed');
    expect(error.hint).toContain('https://arduino.github.io/arduino-cli/');
  });

  // As arduino-cli 1.x and the compilers behind it word them.
  it.each([
    [
      'no core',
      nano,
      "Error during build: Platform 'arduino:mbed_nano' not found: platform not installed\nTry running `arduino-cli core install arduino:mbed_nano`\n",
      'tool',
      'the Arduino core of Arduino Nano 33 BLE is not installed',
      'arduino-cli core update-index && arduino-cli core install arduino:mbed_nano',
    ],
    [
      'no core, from an index of its own',
      esp,
      "Error during build: Platform 'esp32:esp32' not found: platform not installed\n",
      'tool',
      'the Arduino core of ESP32',
      'core install esp32:esp32 --additional-urls https://espressif.github.io/arduino-esp32/package_esp32_index.json',
    ],
    [
      'no such board in the core',
      nano,
      'Error resolving FQBN: board arduino:mbed_nano:nano33ble not found\n',
      'tool',
      'does not know arduino:mbed_nano:nano33ble',
      'check_sketch/sketch.yaml',
    ],
    [
      'no library of TFLM',
      nano,
      'src/check.cc:8:10: fatal error: Chirale_TensorFlowLite.h: No such file or directory\ncompilation terminated.\n',
      'tool',
      'the library Chirale_TensorFLowLite, which brings TensorFlow Lite Micro, is not installed',
      'arduino-cli lib install Chirale_TensorFLowLite',
    ],
    [
      'a core that is too old for TFLM',
      esp,
      'src/check.cc:9:10: fatal error: tensorflow/lite/micro/micro_interpreter.h: No such file or directory\n',
      'tool',
      "the board's Arduino core has no TensorFlow Lite Micro",
      'core install esp32:esp32',
    ],
    [
      'too big',
      nano,
      'Sketch uses 1983040 bytes (201%) of program storage space. Maximum is 983040 bytes.\nGlobal variables use 44 bytes.\nSketch too big; see the guide\nError during build: text section exceeds available space in board\n',
      'build',
      'the firmware does not fit nano33ble\n  Sketch uses 1983040 bytes (201%)',
      'Take a smaller network',
    ],
    [
      'too much RAM, as the linker words it',
      nano,
      "ld: region `RAM' overflowed by 1234 bytes\ncollect2: error: ld returned 1 exit status\n",
      'build',
      'the firmware does not fit nano33ble: it takes 1234 bytes too much RAM',
      'Take a smaller network',
    ],
    [
      'an error in the sketch',
      nano,
      "check_sketch.ino:3:1: error: 'foo' was not declared in this scope\nError during build: exit status 1\n",
      'build',
      "the firmware does not build\n  check_sketch.ino:3:1: error: 'foo' was not declared",
      'That file has all that the compiler said.',
    ],
  ] as const)('explains: %s', async (_what, manifest, prints, kind, message, hint) => {
    await fakeProgram(folder, 'arduino-cli', { prints, code: 1 });
    const error = await rejected(kind, buildProject(dir, manifest));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it('uploads what was built', async () => {
    await fakeProgram(folder, 'arduino-cli', { makes: image(ARDUINO_IMAGE) });
    await buildProject(dir, nano);
    const program = await fakeProgram(folder, 'arduino-cli', {});
    const { method, target } = await flashProject(dir, nano, { port: '/dev/ttyACM0' });
    expect([method, target]).toEqual(['arduino-cli', 'Arduino Nano 33 BLE at /dev/ttyACM0, by arduino-cli']);
    const [, { args }] = (await program.runs()) as [unknown, { args: string[] }];
    expect(args).toEqual([
      ...['upload', '--no-color', '--input-dir', 'build/arduino', '--port', '/dev/ttyACM0'],
      'check_sketch',
    ]);
  });

  it.each([
    ['Error during Upload: no upload port provided\n', 'needs to know the port', 'Name it with --port'],
    ['No device found on ttyACM0\nexit status 1\n', 'bootloader does not answer', 'press RESET twice'],
    ['dfu-util: No DFU capable USB device available\n', 'bootloader does not answer', 'press RESET twice'],
    ["could not open port '/dev/ttyACM0': Permission denied\n", 'is not permitted', 'dialout'],
    ['dfu-util: Cannot open DFU device 2341:035b (LIBUSB_ERROR_ACCESS)\n', 'is not permitted', 'udev'],
    ['Device or resource busy: port is busy\n', 'in use by another program', 'serial monitor'],
    [
      "A fatal error occurred: Could not open /dev/ttyUSB7, the port doesn't exist: could not open port\n",
      'no such port',
      'ports',
    ],
    ['[==  ] 50%\r[====] 100%\rsomething else\n', 'could not flash nano33ble\n  [==  ] 50%', 'right port'],
  ])('explains why an upload failed: %j', async (prints, message, hint) => {
    await fakeProgram(folder, 'arduino-cli', { makes: image(ARDUINO_IMAGE) });
    await buildProject(dir, nano);
    await fakeProgram(folder, 'arduino-cli', { prints, code: 1 });
    const error = await rejected('link', flashProject(dir, nano));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it('can be interrupted, and says what to do then', async () => {
    await fakeProgram(folder, 'arduino-cli', { makes: image(ARDUINO_IMAGE) });
    await buildProject(dir, nano);
    await fakeProgram(folder, 'arduino-cli', { hangs: true });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const error = await rejected('interrupted', flashProject(dir, nano, { signal: abort.signal }));
    expect(error.hint).toBe('Run `tflq-micro flash` again.');
  });

  it('is asked for when it is missing', async () => {
    await fakeProgram(folder, 'arduino-cli', { makes: image(ARDUINO_IMAGE) });
    await buildProject(dir, nano);
    vi.stubEnv('PATH', dir);
    expect((await rejected('tool', flashProject(dir, nano))).message).toBe('arduino-cli is not installed');
  });
});

describe('PlatformIO', () => {
  it('builds its environment', async () => {
    const program = await fakeProgram(folder, 'pio', { makes: image(PIO_IMAGE) });
    expect((await buildProject(dir, pio)).image).toBe(join(dir, PIO_IMAGE));
    expect(await program.runs()).toEqual([{ args: ['run', '--environment', 'firmware'], cwd: dir }]);
  });

  it('says how to get it', async () => {
    vi.stubEnv('PATH', folder);
    const error = await rejected('tool', buildProject(dir, pio));
    expect([error.message, error.hint]).toEqual([
      'pio is not installed',
      expect.stringContaining('pipx install platformio'),
    ]);
  });

  // As PlatformIO Core 6 words them.
  it.each([
    [
      "UnknownPackageError: Could not find the package with 'nordicnrf52' requirements for your system 'linux_x86_64'\n",
      'tool',
      'PlatformIO cannot get nordicnrf52',
      'pio pkg install --global --platform nordicnrf52',
    ],
    [
      'Error: You are not connected to the Internet.\nPlatformIO needs the Internet connection to download dependent packages or to work with PlatformIO Account.\n',
      'tool',
      'no connection to its registry',
      'Connect this machine',
    ],
    [
      "UnknownBoard: Unknown board ID 'nano33ble'\n",
      'tool',
      'does not know the board nano33ble',
      'pio pkg update',
    ],
    [
      "Error: Unknown environment names 'firmware'. Valid names are 'mine'\n",
      'build',
      'no environment `firmware`',
      'Name it so again',
    ],
    [
      'Error: The program size (1983040 bytes) is greater than maximum allowed (983040 bytes)\n',
      'build',
      'the firmware does not fit nano33ble\n  The program size (1983040 bytes)',
      'Take a smaller network',
    ],
  ] as const)('explains %j', async (prints, kind, message, hint) => {
    await fakeProgram(folder, 'pio', { prints, code: 1 });
    const error = await rejected(kind, buildProject(dir, pio));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it('uploads what was built, without building again', async () => {
    await fakeProgram(folder, 'pio', { makes: image(PIO_IMAGE) });
    await buildProject(dir, pio);
    const program = await fakeProgram(folder, 'pio', {});
    const { method, target } = await flashProject(dir, pio, { port: '/dev/ttyACM0' });
    expect([method, target]).toEqual(['platformio', 'Arduino Nano 33 BLE at /dev/ttyACM0, by PlatformIO']);
    const [, { args }] = (await program.runs()) as [unknown, { args: string[] }];
    expect(args).toEqual([
      ...['run', '--environment', 'firmware', '--target', 'nobuild', '--target', 'upload'],
      ...['--upload-port', '/dev/ttyACM0'],
    ]);
  });

  it('explains why an upload failed', async () => {
    await fakeProgram(folder, 'pio', { makes: image(PIO_IMAGE) });
    await buildProject(dir, pio);
    const prints =
      'Error: Please specify `upload_port` for environment or use global `--upload-port` option.\n';
    await fakeProgram(folder, 'pio', { prints, code: 1 });
    const error = await rejected('link', flashProject(dir, pio));
    expect(error.message).toContain('PlatformIO found no port to upload to');
  });
});
