/** The serial ports of this machine. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TflqError } from '../common/errors.ts';

/** A serial port as the system knows it. */
export interface SystemPort {
  /** What it is opened by. */
  readonly path: string;
  /** USB ids, four lower-case hexadecimal digits each; null where it is no USB port. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly manufacturer: string | null;
  readonly serialNumber: string | null;
}

/**
 * The package serialport, whose native part may be missing.
 *
 * @throws TflqError('tool')
 */
export async function loadSerialport(): Promise<typeof import('serialport')> {
  try {
    return await import('serialport');
  } catch (cause) {
    throw new TflqError('tool', 'the package serialport cannot be loaded', {
      where: 'opening a serial port',
      hint: 'Install tflq-micro again, on this machine and with this version of Node.js.',
      cause,
    });
  }
}

/** Names of devices that are serial ports (as serialport has it), not consoles. */
const SERIAL_NAME = /^(?:tty(?:S|WCH\d?|ACM|USB|AMA|MFD|O|XRUSB)\d|rfcomm\d)/;

/** A USB device's interfaces, and a converter's ports, lie below it in sysfs: not deeper than this. */
const SYSFS_DEPTH = 4;

async function attribute(folder: string, name: string): Promise<string | null> {
  return readFile(join(folder, name), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

/**
 * Linux's ports by sysfs alone: serialport asks udevadm, which containers have not.
 *
 * @param root /sys/class/tty
 */
export async function sysfsPorts(root = '/sys/class/tty'): Promise<SystemPort[]> {
  const names = (await readdir(root).catch(() => [])).filter((name) => SERIAL_NAME.test(name));
  const ports = names.map(async (name): Promise<SystemPort | undefined> => {
    let folder = await realpath(join(root, name, 'device')).catch(() => undefined);
    if (folder === undefined) return undefined;
    for (let depth = 0; depth < SYSFS_DEPTH; depth++, folder = dirname(folder)) {
      const vendorId = await attribute(folder, 'idVendor');
      if (vendorId === null) continue;
      return {
        path: `/dev/${name}`,
        vendorId,
        productId: await attribute(folder, 'idProduct'),
        manufacturer: await attribute(folder, 'manufacturer'),
        serialNumber: await attribute(folder, 'serial'),
      };
    }
    return { path: `/dev/${name}`, vendorId: null, productId: null, manufacturer: null, serialNumber: null };
  });
  return (await Promise.all(ports)).filter((port) => port !== undefined);
}

async function serialportPorts(): Promise<SystemPort[]> {
  const { SerialPort } = await loadSerialport();
  return (await SerialPort.list()).map((port) => ({
    path: port.path,
    vendorId: port.vendorId?.toLowerCase() ?? null,
    productId: port.productId?.toLowerCase() ?? null,
    manufacturer: port.manufacturer ?? null,
    serialNumber: port.serialNumber ?? null,
  }));
}

/** What udevadm says, and sysfs where it is not installed or, without its daemon, knows no ids. */
async function linuxPorts(): Promise<SystemPort[]> {
  const known = await sysfsPorts();
  const ports = await serialportPorts().catch((error) => {
    if (error instanceof TflqError) throw error;
    return known;
  });
  return ports.map((port) =>
    port.vendorId === null ? (known.find(({ path }) => path === port.path) ?? port) : port,
  );
}

/**
 * The serial ports of this machine, those with USB ids first, by their paths.
 *
 * @throws TflqError('tool') where the system cannot be asked
 */
export async function systemPorts(): Promise<SystemPort[]> {
  const ports = process.platform === 'linux' ? await linuxPorts() : await serialportPorts();
  const rank = ({ vendorId }: SystemPort): number => (vendorId === null ? 1 : 0);
  const byPath = new Intl.Collator('en', { numeric: true });
  return ports.sort((a, b) => rank(a) - rank(b) || byPath.compare(a.path, b.path));
}
