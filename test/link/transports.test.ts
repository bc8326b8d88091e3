/** The ways to a board: serial ports (pseudo-terminals here), sockets, emulators, child processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { FLASHED_IMAGE } from '../../src/common/project-paths.ts';
import type { Device } from '../../src/link/device.ts';
import { type OpenOptions, openDevice } from '../../src/link/index.ts';
import type { LinkManifest } from '../../src/link/link-manifest.ts';
import { rejected } from '../support/errors.ts';
import {
  FAKE_SIZE,
  FAKE_TAIL,
  type FakeFirmware,
  fakeManifest,
  flashFake,
  hasCompiler,
} from '../support/fake-firmware.ts';
import { commandLinesWith, hasProcesses } from '../support/processes.ts';
import { hasPty, openPty, type PtyPort } from '../support/pty-port.ts';

const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
let manifest: LinkManifest;
const devices: Device[] = [];
const cleanups: (() => unknown)[] = [];

const inputs = [new Uint8Array(FAKE_SIZE).fill(3), new Uint8Array(FAKE_TAIL).fill(9)];
const negated = new Uint8Array(FAKE_SIZE).fill(253);

function flash(name: string, firmware: FakeFirmware = {}): string {
  const dir = join(root, name);
  mkdirSync(dir);
  flashFake(dir, firmware);
  return dir;
}

async function open(dir: string, options: OpenOptions = {}, of: LinkManifest = manifest): Promise<Device> {
  const device = await openDevice(dir, of, options);
  devices.push(device);
  return device;
}

/** An image that is there, for ways that look for one before anything else. */
function withImage(name: string, image = ''): string {
  const dir = join(root, name);
  mkdirSync(dirname(join(dir, FLASHED_IMAGE)), { recursive: true });
  writeFileSync(join(dir, FLASHED_IMAGE), image);
  return dir;
}

beforeAll(async () => {
  manifest = await fakeManifest();
  if (hasCompiler) {
    flash('good');
    flash('hangs', { macros: { HANG_AT: 1 } });
    flash('dies', { macros: { DIE_AT: 1 } });
  }
});
afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.close()));
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;

describe.skipIf(!hasPty)(
  `a serial port${hasPty ? '' : ' (skipped: no python3 to make pseudo-terminals)'}`,
  () => {
    async function port(program: string, args: string[] = []): Promise<PtyPort> {
      const pty = await openPty(program, args);
      cleanups.push(() => pty.unplug());
      return pty;
    }
    const firmware = (name: string): string => join(root, name, FLASHED_IMAGE);

    it.skipIf(!hasCompiler)(
      `carries frames, and is free again afterwards${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
      async () => {
        const { path } = await port(firmware('good'));
        for (let time = 1; time <= 2; time++) {
          const device = await open(root, { port: path });
          expect(device.name).toBe(path);
          const { outputs } = await device.infer(inputs);
          expect(outputs[0]).toEqual(negated);
          expect(outputs[1]![0]).toBe(time);
          await device.close();
          await device.close();
        }
      },
    );

    it.skipIf(!hasCompiler)(
      `is reported when it is in use${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
      async () => {
        const { path } = await port(firmware('good'));
        await open(root, { port: path });
        const error = await rejected('link', open(root, { port: path }));
        expect(error.message).toBe('the port is in use by another program');
        expect(error.where).toBe(path);
        expect(error.hint).toContain('serial monitor');
      },
    );

    it.skipIf(!hasCompiler)(
      `is reported when it is unplugged${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
      async () => {
        const pty = await port(firmware('hangs'));
        const device = await open(root, { port: pty.path });
        await device.infer(inputs);
        const running = rejected('link', device.infer(inputs));
        setTimeout(() => pty.unplug(), 50);
        const error = await running;
        expect(error.message).toBe('the port went away');
        expect(error.where).toBe(pty.path);
      },
    );

    it.skipIf(!hasCompiler)(
      `is reported when it goes silent${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
      async () => {
        const { path } = await port(firmware('hangs'));
        const device = await open(root, { port: path, timeoutMs: 1200 });
        await device.infer(inputs);
        const error = await rejected('link', device.infer(inputs));
        expect(error.message).toContain('went silent');
        expect(error.hint).toContain('going to sleep');
      },
    );

    it('is reported when nobody ever answers, even if nobody takes what is sent', async () => {
      const { path } = await port('sleep', ['60']);
      const began = performance.now();
      const error = await rejected('link', open(root, { port: path, timeoutMs: 500 }));
      expect(error.message).toBe('the board does not answer (1 s)');
      expect(error.hint).toContain('right port and speed');
      expect(performance.now() - began).toBeLessThan(5000);
    });

    it('can be interrupted while it is silent', async () => {
      const { path } = await port('sleep', ['60']);
      const controller = new AbortController();
      const opening = rejected('interrupted', open(root, { port: path, signal: controller.signal }));
      setTimeout(() => controller.abort(), 100);
      await opening;
      // It was given back.
      await rejected('link', open(root, { port: path, timeoutMs: 100 }));
    });
  },
);

describe('a serial port that is none', () => {
  it('is reported when it is absent', async () => {
    const error = await rejected('link', open(root, { port: '/dev/ttyNOTHING7' }));
    expect(error.message).toBe('there is no such port');
    expect(error.where).toBe('/dev/ttyNOTHING7');
    expect(error.hint).toMatch(/serial port was found|There are: |plugged in/);
  });

  it('is reported when it is a file', async () => {
    const file = join(root, 'file.txt');
    writeFileSync(file, 'hello');
    const error = await rejected('link', open(root, { port: file }));
    expect(error.message).toBe('this is no serial port');
  });

  it.skipIf(isRoot)(
    `is reported when access is not permitted${isRoot ? ' (skipped: root may do all)' : ''}`,
    async () => {
      const file = join(root, 'closed');
      writeFileSync(file, '');
      chmodSync(file, 0);
      const error = await rejected('link', open(root, { port: file }));
      expect(error.message).toBe('access to the port is not permitted');
    },
  );

  it('is asked for where the board has no other way', async () => {
    const { board } = manifest;
    const serial = {
      ...manifest,
      board: { ...board, link: { ...board.link, transport: 'serial' as const } },
    };
    const error = await rejected('link', open(root, {}, serial));
    expect(error.where).toBe('--port');
    expect(error.hint).toContain('--port');
  });
});

describe('a socket', () => {
  /** A server that bridges its connection to a firmware, or says nothing at all. */
  async function serve(where: string | undefined, name?: string): Promise<Server> {
    const server = createServer((socket: Socket) => {
      cleanups.push(() => socket.destroy());
      socket.on('error', () => {});
      if (name === undefined) return;
      const child = spawn(join(root, name, FLASHED_IMAGE), { stdio: ['pipe', 'pipe', 'ignore'] });
      child.stdin.on('error', () => {});
      socket.pipe(child.stdin);
      child.stdout.pipe(socket);
    });
    server.listen(where === undefined ? { port: 0, host: '127.0.0.1' } : { path: where });
    await once(server, 'listening');
    cleanups.push(() => server.close());
    return server;
  }
  const tcpPort = (server: Server): string =>
    `tcp://127.0.0.1:${(server.address() as { port: number }).port}`;

  it.skipIf(!hasCompiler)(
    `carries frames over TCP${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
    async () => {
      const device = await open(root, { port: tcpPort(await serve(undefined, 'good')) });
      expect((await device.infer(inputs)).outputs[0]).toEqual(negated);
    },
  );

  it.skipIf(!hasCompiler)(
    `carries frames over a Unix socket${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
    async () => {
      const path = join(root, 'board, 1.sock');
      await serve(path, 'good');
      const device = await open(root, { port: `unix:${path}` });
      expect(device.name).toBe(`unix:${path}`);
      expect((await device.infer(inputs)).outputs[0]).toEqual(negated);
    },
  );

  it.skipIf(!hasCompiler)(
    `is reported when the other side closes it${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
    async () => {
      const device = await open(root, { port: tcpPort(await serve(undefined, 'dies')) });
      await device.infer(inputs);
      const error = await rejected('link', device.infer(inputs));
      expect(error.message).toBe('the other side closed the connection');
      expect(error.hint).toContain('the core faulted');
    },
  );

  it('is reported when it stays silent', async () => {
    const port = tcpPort(await serve(undefined));
    const error = await rejected('link', open(root, { port, timeoutMs: 300 }));
    expect(error.message).toBe('the board does not answer (1 s)');
    expect(error.where).toBe(port);
  });

  it('can be interrupted while it is silent', async () => {
    const controller = new AbortController();
    const port = tcpPort(await serve(undefined));
    setTimeout(() => controller.abort(), 50);
    await rejected('interrupted', open(root, { port, signal: controller.signal }));
    await rejected('interrupted', open(root, { port, signal: AbortSignal.abort() }));
  });

  it('is reported when nobody listens', async () => {
    const server = await serve(undefined);
    const port = tcpPort(server);
    server.close();
    await once(server, 'close');
    const error = await rejected('link', open(root, { port }));
    expect(error.message).toBe('cannot connect: nobody listens there');
    const absent = await rejected('link', open(root, { port: `unix:${join(root, 'absent')}` }));
    expect(absent.message).toBe('cannot connect: there is no such socket');
  });

  it.each(['tcp://', 'tcp://host', 'tcp://host:99999', 'unix:', 'tcp:1234'])(
    'is refused as %s',
    async (port) => {
      const error = await rejected('usage', open(root, { port }));
      expect(error.where).toBe('--port');
      expect(error.hint).toContain('tcp://host:port');
    },
  );
});

describe('an emulator', () => {
  let emulated: LinkManifest;
  beforeAll(async () => {
    emulated = { ...manifest, board: await findBoard('mps2-an386') };
  });

  /** The board with another program in the emulator's place. */
  function emulatedBy(program: string, args: string[]): LinkManifest {
    const { board } = emulated;
    return { ...emulated, board: { ...board, emulator: { program, args, packages: ['qemu-system-arm'] } } };
  }
  const shell = (script: string): LinkManifest =>
    emulatedBy('sh', ['-c', script, 'sh', '{image}', '{serial}']);

  it('is asked for when it is not installed', async () => {
    const dir = withImage('absent-emulator');
    const absent = emulatedBy('qemu-system-absent', ['{image}', '{serial}']);
    const error = await rejected('tool', open(dir, {}, absent));
    expect(error.message).toBe('qemu-system-absent is not installed');
    expect(error.hint).toContain('apt-get install --no-install-recommends qemu-system-arm');
  });

  it('needs something in the flash', async () => {
    const error = await rejected('project', open(join(root, 'nothing'), {}, emulated));
    expect(error.hint).toContain('tflq-micro flash');
    const host = await rejected('project', open(join(root, 'nothing')));
    expect(host.message).toBe('nothing has been flashed yet');
  });

  it('is reported when it ends at once, with what it said', async () => {
    const dir = withImage('failing-emulator');
    const error = await rejected('link', open(dir, {}, shell('echo "no such machine" >&2; exit 1')));
    expect(error.message).toBe('the emulator ended with exit code 1');
    expect(error.hint).toContain('no such machine');
  });

  it.skipIf(!hasProcesses)(
    `can be interrupted while it starts, and is ended then${hasProcesses ? '' : ' (skipped: no /proc)'}`,
    async () => {
      const dir = withImage('slow-emulator');
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      await rejected(
        'interrupted',
        open(dir, { signal: controller.signal }, emulatedBy('sleep', ['77.125'])),
      );
      await expect.poll(() => commandLinesWith('sleep 77.125')).toEqual([]);
    },
  );

  it('gets the image and a socket, whatever their paths hold', async () => {
    // It answers nothing: what it was given is what it complains of.
    const dir = withImage('with space, and comma');
    const error = await rejected('link', open(dir, {}, shell('echo "<$1> <$2>" >&2; exit 3')));
    expect(error.hint).toContain(`<${join(dir, FLASHED_IMAGE)}>`);
    expect(error.hint).toMatch(/<unix:[^>]*uart>/);
  });
});

describe.skipIf(!hasCompiler)(`a child process${hasCompiler ? '' : ' (skipped: no C compiler)'}`, () => {
  it('is reported when it cannot be started', async () => {
    const error = await rejected('tool', open(withImage('no-program', 'no ELF file')));
    expect(error.message).toBe('the firmware cannot be started');
  });

  it.skipIf(!hasProcesses)(
    `does not outlive the device, even when it hangs${hasProcesses ? '' : ' (skipped: no /proc)'}`,
    async () => {
      const dir = join(root, 'hangs');
      const controller = new AbortController();
      const device = await open(dir, { signal: controller.signal });
      await device.infer(inputs);
      const running = rejected('interrupted', device.infer(inputs));
      expect(commandLinesWith(join(dir, FLASHED_IMAGE))).toHaveLength(1);
      controller.abort();
      await running;
      await device.close();
      await expect.poll(() => commandLinesWith(join(dir, FLASHED_IMAGE))).toEqual([]);
    },
  );

  it.skipIf(!hasProcesses).each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    `does not outlive the tool that is ended by %s${hasProcesses ? '' : ' (skipped: no /proc)'}`,
    async (signal) => {
      const dir = join(root, 'hangs');
      const script = join(root, `tool-${signal}.mjs`);
      const child = new URL('../../src/link/child.ts', import.meta.url).href;
      const image = join(dir, FLASHED_IMAGE);
      writeFileSync(
        script,
        `import { startChild } from ${JSON.stringify(child)};
       await startChild('the firmware', ${JSON.stringify(image)}, []);
       console.log('up');
       setInterval(() => {}, 1000);`,
      );
      const tool = spawn(process.execPath, ['--import', 'tsx', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        cwd: new URL('../..', import.meta.url),
      });
      await once(tool.stdout, 'data');
      expect(commandLinesWith(image).length).toBeGreaterThan(0);
      tool.kill(signal);
      const [, endedBy] = (await once(tool, 'exit')) as [number | null, string | null];
      expect(endedBy).toBe(signal);
      await expect.poll(() => commandLinesWith(image)).toEqual([]);
    },
  );
});
