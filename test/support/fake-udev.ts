/** Serial ports that the machine has not: a udevadm (what Linux's list of ports is made with) that tells of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A port that is told of. */
export interface FakePort {
  readonly path: string;
  /** As in boards' files, e.g. '303a:1001'; without it, the port is no USB one. */
  readonly usb?: string;
  readonly manufacturer?: string;
}

/** True where the list of ports is made with udevadm. */
export const hasUdev = process.platform === 'linux';

/** What `udevadm info -e` prints of a port. */
function entry({ path, usb, manufacturer }: FakePort, index: number): string {
  const [vendor, product] = usb?.split(':') ?? [];
  return [
    `P: /devices/pci0000:00/usb1/1-${index}/tty/ttyACM${index}`,
    `N: ttyACM${index}`,
    `E: DEVNAME=${path}`,
    ...(usb === undefined ? [] : [`E: ID_VENDOR_ID=${vendor}`, `E: ID_MODEL_ID=${product}`]),
    ...(manufacturer === undefined ? [] : [`E: ID_VENDOR_ENC=${manufacturer.replaceAll(' ', '\\x20')}`]),
    '',
  ].join('\n');
}

/** Ports in a PATH. */
export interface FakeUdev {
  /** A value of PATH that begins with the folder of the false udevadm. */
  readonly path: string;
  /** Takes everything back. */
  remove(): void;
}

/** Makes a PATH on which udevadm tells of these ports. */
export function fakeUdev(ports: readonly FakePort[]): FakeUdev {
  const folder = mkdtempSync(join(tmpdir(), 'tflq-udev-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ports'), `${ports.map(entry).join('\n')}\n`);
  writeFileSync(join(folder, 'udevadm'), `#!/bin/sh\ncat '${join(folder, 'ports')}'\n`, { mode: 0o755 });
  return {
    path: `${folder}${delimiter}${process.env.PATH ?? ''}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
