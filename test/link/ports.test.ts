/** Which board is at which port. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { openDevice } from '../../src/link/index.ts';
import { choosePort, listPorts, portLabel } from '../../src/link/ports.ts';
import { sysfsPorts } from '../../src/link/system-ports.ts';
import { rejected } from '../support/errors.ts';
import { fakeManifest, flashFake, hasCompiler } from '../support/fake-firmware.ts';
import { type FakePort, fakeUdev, hasUdev } from '../support/fake-udev.ts';
import { hasPty, openPty } from '../support/pty-port.ts';

const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
const cleanups: (() => unknown)[] = [];
const host = await findBoard('host');

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A board on a serial port. */
function board(id: string, ...usb: Board['usb']): Board {
  return { ...host, id, usb, link: { transport: 'serial', baud: 115_200 } };
}

function plugIn(...ports: FakePort[]): void {
  const before = process.env.PATH!;
  const { path, remove } = fakeUdev(ports);
  process.env.PATH = path;
  cleanups.push(remove, () => {
    process.env.PATH = before;
  });
}

const bridge: FakePort = { path: '/dev/ttyUSB10', usb: '10c4:ea60', manufacturer: 'Silicon Labs' };
const chip: FakePort = { path: '/dev/ttyACM2', usb: '303A:1001', manufacturer: 'Espressif' };
const plain: FakePort = { path: '/dev/ttyS0' };

describe.skipIf(!hasUdev)(`the list of ports${hasUdev ? '' : ' (skipped: not Linux)'}`, () => {
  const boards = [
    board('both', { vid: '303a', pid: '1001' }, { vid: '10c4', pid: 'ea60' }),
    board('espressif', { vid: '303a' }),
    board('other', { vid: '303a', pid: '1002' }),
    board('none'),
  ];

  it('says which boards may be where', async () => {
    plugIn(plain, bridge, chip);
    const ports = await listPorts(boards);
    expect(ports.map(({ path, boards: ids }) => [path, ids])).toEqual([
      ['/dev/ttyACM2', ['both', 'espressif']],
      ['/dev/ttyUSB10', ['both']],
      ['/dev/ttyS0', []],
    ]);
    expect(ports.map(portLabel)).toEqual([
      '/dev/ttyACM2 (Espressif, 303a:1001)',
      '/dev/ttyUSB10 (Silicon Labs, 10c4:ea60)',
      '/dev/ttyS0',
    ]);
  });

  it("knows a board by its bootloader's ids too", async () => {
    plugIn({ path: '/dev/ttyACM0', usb: '2341:0055' });
    const booting = board('booting', { vid: '2341', pid: '8055' });
    const flash = { ...booting.flash, usb: [{ vid: '2341', pid: '0055' }] };
    const [port] = await listPorts([booting, { ...booting, id: 'with-bootloader', flash }]);
    expect(port!.boards).toEqual(['with-bootloader']);
  });

  it('is empty where there are none', async () => {
    plugIn();
    expect(await listPorts(boards)).toEqual([]);
  });

  it('works without udevadm', async () => {
    const before = process.env.PATH;
    cleanups.push(() => {
      process.env.PATH = before;
    });
    process.env.PATH = join(root, 'nothing');
    expect(Array.isArray(await listPorts(boards))).toBe(true);
  });
});

describe("sysfs's list of ports", () => {
  it('finds USB ids above the device', async () => {
    const usb = join(root, 'devices/usb1/1-2');
    const tty = join(root, 'class/tty');
    const link = (name: string, device: string): void => {
      mkdirSync(device, { recursive: true });
      mkdirSync(join(tty, name), { recursive: true });
      symlinkSync(device, join(tty, name, 'device'));
    };
    link('ttyACM0', join(usb, '1-2:1.0'));
    link('ttyUSB3', join(usb, '1-2:1.2/ttyUSB3'));
    link('ttyS0', join(root, 'devices/platform/serial8250'));
    mkdirSync(join(tty, 'ttyS1')); // no device behind it
    link('tty1', join(root, 'devices/virtual')); // a console
    writeFileSync(join(usb, 'idVendor'), '2e8a\n');
    writeFileSync(join(usb, 'idProduct'), '000a\n');
    writeFileSync(join(usb, 'serial'), 'E660\n');
    const known = { vendorId: '2e8a', productId: '000a', manufacturer: null, serialNumber: 'E660' };
    const ports = await sysfsPorts(tty);
    expect(ports.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: '/dev/ttyACM0', ...known },
      { path: '/dev/ttyS0', vendorId: null, productId: null, manufacturer: null, serialNumber: null },
      { path: '/dev/ttyUSB3', ...known },
    ]);
    expect(await sysfsPorts(join(root, 'absent'))).toEqual([]);
  });
});

describe.skipIf(!hasUdev)(`a port is chosen${hasUdev ? '' : ' (skipped: not Linux)'}`, () => {
  const espressif = board('esp', { vid: '303a' });

  it('where just one fits', async () => {
    plugIn(plain, bridge, chip);
    expect((await choosePort(espressif)).path).toBe('/dev/ttyACM2');
  });

  it('not where several do: they are listed', async () => {
    plugIn(chip, { ...chip, path: '/dev/ttyACM3' }, bridge);
    const error = await rejected('link', choosePort(espressif));
    expect(error.message).toBe('there are 2 serial ports at which esp may be');
    expect(error.where).toBe('--port');
    expect(error.hint).toContain('/dev/ttyACM2 (Espressif, 303a:1001), /dev/ttyACM3');
    expect(error.hint).not.toContain('ttyUSB10');
  });

  it('not where none does: what there is is listed', async () => {
    plugIn(plain, bridge);
    const error = await rejected('link', choosePort(espressif));
    expect(error.message).toBe('there is no serial port at which esp is known to be');
    expect(error.hint).toContain('There are: /dev/ttyUSB10 (Silicon Labs, 10c4:ea60). Name it with --port');
    plugIn(plain);
    expect((await rejected('link', choosePort(espressif))).hint).toContain('is the board plugged in');
  });

  it('of a board without known ids where there is just one USB port', async () => {
    plugIn(plain, bridge);
    expect((await choosePort(board('any'))).path).toBe('/dev/ttyUSB10');
    plugIn(plain, bridge, chip);
    await rejected('link', choosePort(board('any')));
  });

  const canRun = hasPty && hasCompiler;
  it.skipIf(!canRun)(`and used${canRun ? '' : ' (skipped: no python3, or no C compiler)'}`, async () => {
    flashFake(root);
    const pty = await openPty(join(root, 'build/flashed.elf'));
    cleanups.push(() => pty.unplug());
    plugIn(bridge, { ...chip, path: pty.path });
    const choices: string[] = [];
    const manifest = { ...(await fakeManifest()), board: espressif };
    const device = await openDevice(root, manifest, { onChoice: (port) => choices.push(port) });
    cleanups.push(() => device.close());
    expect(device.name).toBe(pty.path);
    expect(choices).toEqual([`${pty.path} (Espressif, 303a:1001)`]);
  });
});
