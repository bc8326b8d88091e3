import { afterEach, describe, expect, it, vi } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { touch } from '../../src/flash/touch.ts';
import { manifestFor } from '../build/support/port-project.ts';
import { rejected } from '../support/errors.ts';
import { fakeUdev, hasUdev } from '../support/fake-udev.ts';
import { serveRfc2217 } from '../support/rfc2217-server.ts';

const board = await findBoard('pico');
const manifest = manifestFor(board);

describe('touch', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('opens the port at 1200 bit/s and lets DTR go', async () => {
    const server = await serveRfc2217();
    try {
      expect(await touch('.', manifest, server.port, undefined)).toBe(true);
      const orders = server.orders.map((order) => order.join(' '));
      // SET-BAUDRATE 1200, SET-CONTROL DTR on, DTR off.
      const [baud, on, off] = ['1 0 0 4 176', '5 8', '5 9'].map((order) => orders.lastIndexOf(order));
      expect(baud).toBeGreaterThanOrEqual(0);
      expect(on).toBeGreaterThan(baud!);
      expect(off).toBeGreaterThan(on!);
    } finally {
      await server.close();
    }
  });

  it.skipIf(!hasUdev)(`finds no port, and leaves it at that${hasUdev ? '' : ' (not Linux)'}`, async () => {
    const udev = fakeUdev([]);
    vi.stubEnv('PATH', udev.path);
    expect(await touch('.', manifest, undefined, undefined)).toBe(false);
    udev.remove();
  });

  it('does not find the port that was named', async () => {
    const error = await rejected('link', touch('.', manifest, '/dev/nowhere', undefined));
    expect(error.where).toBe('/dev/nowhere');
  });
});
