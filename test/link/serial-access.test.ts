/** Whether a user may open serial ports. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { serialAccess, type User } from '../../src/link/serial-access.ts';
import { type FakePort, fakeUdev, hasUdev } from '../support/fake-udev.ts';

const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
const groupFile = join(root, 'group');
writeFileSync(groupFile, 'root:x:0:\ndialout:x:20:somebody\naudio:x:29:\n');
const user: User = { name: 'ada', id: 1000, groups: [1000, 29], groupFile };
const isRoot = process.getuid?.() === 0;

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function plugIn(...ports: FakePort[]): void {
  const before = process.env.PATH!;
  const { path, remove } = fakeUdev(ports);
  process.env.PATH = path;
  cleanups.push(remove, () => {
    process.env.PATH = before;
  });
}

describe.skipIf(!hasUdev)(`access to serial ports${hasUdev ? '' : ' (skipped: not Linux)'}`, () => {
  it('is told by the groups where nothing is plugged in', async () => {
    plugIn();
    const outside = { isPermitted: false, reason: 'ada is not in the group dialout' };
    expect(await serialAccess(user)).toEqual(outside);
    const inside = { isPermitted: true, reason: 'group dialout' };
    expect(await serialAccess({ ...user, groups: [20] })).toEqual(inside);
    expect(await serialAccess({ ...user, id: 0 })).toMatchObject({ isPermitted: true });
    const unknown = { isPermitted: null, reason: 'no port is plugged in to try' };
    expect(await serialAccess({ ...user, groupFile: join(root, 'absent') })).toEqual(unknown);
  });

  it('is tried on the ports that are there', async () => {
    const path = join(root, 'ttyACM0');
    writeFileSync(path, '');
    plugIn({ path, usb: '303a:1001' });
    expect(await serialAccess(user)).toEqual({ isPermitted: true, reason: '1 port plugged in' });
    plugIn({ path, usb: '303a:1001' }, { path: join(root, 'gone'), usb: '303a:1001' });
    const gone = { isPermitted: false, reason: `${join(root, 'gone')} may not be read and written` };
    expect(await serialAccess(user)).toEqual(gone);
  });

  it.skipIf(isRoot)(`is refused by a port's mode${isRoot ? ' (skipped: root may do all)' : ''}`, async () => {
    const path = join(root, 'ttyACM1');
    writeFileSync(path, '');
    chmodSync(path, 0o444);
    plugIn({ path, usb: '303a:1001' });
    expect(await serialAccess(user)).toMatchObject({ isPermitted: false });
  });
});
