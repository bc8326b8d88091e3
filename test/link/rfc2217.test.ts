/** Serial ports of other machines, by RFC 2217: a server of our own plays the other machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FLASHED_IMAGE } from '../../src/common/project-paths.ts';
import { openDevice, openTransport } from '../../src/link/index.ts';
import type { LinkManifest } from '../../src/link/link-manifest.ts';
import type { Transport } from '../../src/link/transport.ts';
import { rejected } from '../support/errors.ts';
import { FAKE_SIZE, FAKE_TAIL, fakeManifest, flashFake, hasCompiler } from '../support/fake-firmware.ts';
import { type Rfc2217Behaviour, type Rfc2217Server, serveRfc2217 } from '../support/rfc2217-server.ts';

const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
const cleanups: (() => unknown)[] = [];
let manifest: LinkManifest;

beforeAll(async () => {
  manifest = await fakeManifest();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function serve(behaviour: Rfc2217Behaviour = {}): Promise<Rfc2217Server> {
  const server = await serveRfc2217(behaviour);
  cleanups.push(() => server.close());
  return server;
}

async function connect(port: string, signal?: AbortSignal): Promise<Transport> {
  const line = await openTransport(root, manifest, { port, ...(signal && { signal }) });
  cleanups.push(() => line.close());
  return line;
}

/** What comes over a line, as it comes. */
function heard(line: Transport): { bytes: number[]; end?: string } {
  const found: { bytes: number[]; end?: string } = { bytes: [] };
  line.listen({
    data: (bytes) => found.bytes.push(...bytes),
    closed: ({ message }) => {
      found.end = message;
    },
  });
  return found;
}

const everything = Uint8Array.from({ length: 1024 }, (_, i) => (i % 3 === 0 ? 255 : i & 255));

describe('rfc2217://', () => {
  it('sets the port as the board has it, and says that somebody listens', async () => {
    const server = await serve();
    const line = await connect(server.port);
    expect(line.name).toBe(server.port);
    await expect.poll(() => server.orders).toHaveLength(8);
    const { baud } = manifest.board.link;
    expect(server.orders).toEqual([
      [1, 0, baud >> 16, (baud >> 8) & 255, baud & 255],
      [2, 8], // data bits
      [3, 1], // no parity
      [4, 1], // stop bit
      [5, 1], // no flow control
      [12, 3], // both buffers purged
      [5, 8], // DTR
      [5, 11], // RTS
    ]);
  });

  it.each([false, true])('carries every byte in both directions (byte by byte: %s)', async (dribbles) => {
    const server = await serve({ dribbles });
    const line = await connect(server.port);
    const found = heard(line);
    await line.write(everything);
    await expect.poll(() => found.bytes.length).toBe(everything.length);
    expect(found.bytes).toEqual([...everything]);
    expect(server.data).toEqual([...everything]);
  });

  it('sets what a bootloader asks for', async () => {
    const server = await serve();
    const serial = { baud: 57_600, parity: 'even' } as const;
    const line = await openTransport(root, manifest, { port: server.port, serial });
    cleanups.push(() => line.close());
    expect(server.orders.slice(0, 3)).toEqual([
      [1, 0, 0, 0xe1, 0],
      [2, 8],
      [3, 3],
    ]);
  });

  it('changes speed and signals', async () => {
    const server = await serve();
    const { control } = await connect(server.port);
    await control!.setBaud(921_600);
    await control!.setSignals({ dtr: false, rts: true });
    expect(server.orders.slice(-3)).toEqual([
      [1, 0, 0x0e, 0x10, 0x00],
      [5, 9],
      [5, 11],
    ]);
    // 255 in a value is doubled on the line.
    await control!.setBaud(0xff00ff);
    expect(server.orders.at(-1)).toEqual([1, 0, 255, 0, 255]);
    expect(await control!.usbIds()).toBeUndefined();
  });

  it('waits while the server cannot take more', async () => {
    const server = await serve();
    const line = await connect(server.port);
    const found = heard(line);
    server.send([255, 250, 44, 108, 255, 240]);
    server.send([1]);
    await expect.poll(() => found.bytes).toEqual([1]);
    const written = line.write(Uint8Array.of(7));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.data).toEqual([]);
    server.send([255, 250, 44, 109, 255, 240]);
    await written;
    await expect.poll(() => server.data).toEqual([7]);
  });

  it.skipIf(!hasCompiler)(
    `carries a board's frames${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
    async () => {
      flashFake(root);
      const server = await serve({
        device() {
          const child = spawn(join(root, FLASHED_IMAGE), { stdio: ['pipe', 'pipe', 'ignore'] });
          return Duplex.from({ readable: child.stdout, writable: child.stdin });
        },
      });
      const device = await openDevice(root, manifest, { port: server.port });
      cleanups.push(() => device.close());
      const inputs = [new Uint8Array(FAKE_SIZE).fill(1), new Uint8Array(FAKE_TAIL)];
      // All of its output are bytes 255, each of which is two on the line.
      expect((await device.infer(inputs)).outputs[0]).toEqual(new Uint8Array(FAKE_SIZE).fill(255));
      expect(device.statistics.repeats).toBe(0);
    },
  );
});

describe('rfc2217:// is reported', () => {
  it('when the server does not do it', async () => {
    const { port } = await serve({ refuses: true });
    const error = await rejected('link', connect(port));
    expect(error.message).toBe('the server there does not do RFC 2217');
    expect(error.where).toBe(port);
    expect(error.hint).toContain('tcp://');
  });

  it('when the server says nothing', async () => {
    const { port } = await serve({ isSilent: true });
    const error = await rejected('link', connect(port));
    expect(error.message).toBe('there is no RFC 2217 server: it does not answer to Telnet (3 s)');
    expect(error.hint).toContain('tcp://');
  });

  it('when an order is not answered', async () => {
    const { port } = await serve({ ignores: [1] });
    const error = await rejected('link', connect(port));
    expect(error.message).toContain('it does not answer to setting the speed (3 s)');
  });

  it('when the port cannot be set as it must be', async () => {
    const slow = await serve({ fixedBaud: 9600 });
    const error = await rejected('link', connect(slow.port));
    expect(error.message).toBe('the serial server cannot set the speed to 115200: it has 9600');
    const even = await serve({ fixedParity: 3 });
    expect((await rejected('link', connect(even.port))).message).toContain('the parity to 1: it has 3');
  });

  it('when nobody listens, or it is no address', async () => {
    const { port, close } = await serveRfc2217();
    await close();
    expect((await rejected('link', connect(port))).message).toBe('cannot connect: nobody listens there');
    expect((await rejected('usage', connect('rfc2217://host'))).hint).toContain('rfc2217://host:port');
  });

  it('when the server goes away: at once, in the middle of an order, and later', async () => {
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen({ port: 0, host: '127.0.0.1' }, resolve));
    cleanups.push(() => rude.close());
    const { port } = rude.address() as { port: number };
    const atOnce = await rejected('link', connect(`rfc2217://127.0.0.1:${port}`));
    expect(atOnce.message).toBe('the other side closed the connection');

    const server = await serve({ ignores: [5] });
    const opening = rejected('link', connect(server.port));
    await expect.poll(() => server.orders.length).toBe(5);
    server.hangUp();
    expect((await opening).message).toBe('the other side closed the connection');

    const good = await serve();
    const line = await connect(good.port);
    const found = heard(line);
    good.hangUp();
    await expect.poll(() => found.end).toBe('the other side closed the connection');
    await rejected('link', line.control!.setBaud(9600));
    await rejected('link', line.control!.setSignals({ dtr: true, rts: true }));
  });

  it('when it is interrupted', async () => {
    const { port } = await serve({ isSilent: true });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await rejected('interrupted', connect(port, controller.signal));
    await rejected('interrupted', connect(port, AbortSignal.abort()));
  });
});
