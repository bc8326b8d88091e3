/** An emulated board: starts the emulator with the flashed image, its UART is a private Unix socket. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TflqError } from '../../common/errors.ts';
import { requirePrograms } from '../../common/programs.ts';
import { type Child, startChild } from '../child.ts';
import { flashedImage } from '../flashed-image.ts';
import { streamTransport } from '../stream-transport.ts';
import type { Transport, TransportKind, TransportTarget } from '../transport.ts';

/** An emulator that has not connected to our socket after so long never will. */
const START_LIMIT_MS = 20_000;

type Emulator = NonNullable<TransportTarget['manifest']['board']['emulator']>;

function fillIn({ args }: Emulator, image: string, socketPath: string): string[] {
  // QEMU reads a comma as the beginning of an option; two stand for one.
  const serial = `unix:${socketPath.replaceAll(',', ',,')}`;
  return args.map((arg) =>
    arg.replace(/\{(image|serial)\}/g, (_, what: string) => (what === 'image' ? image : serial)),
  );
}

/** The emulator's connection, or the reason why none comes. */
async function connection(server: Server, child: Child, signal: AbortSignal | undefined): Promise<Socket> {
  let alarm: NodeJS.Timeout | undefined;
  let abort = (): void => {};
  try {
    return await new Promise<Socket>((resolve, reject) => {
      server.once('connection', resolve);
      void child.ended.then(reject);
      alarm = setTimeout(() => {
        reject(new TflqError('link', `the emulator did not start within ${START_LIMIT_MS / 1000} s`));
      }, START_LIMIT_MS);
      abort = () => reject(new TflqError('interrupted', 'starting the emulator was interrupted'));
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
    });
  } finally {
    clearTimeout(alarm);
    signal?.removeEventListener('abort', abort);
  }
}

async function start(name: string, emulator: Emulator, image: string, folder: string, signal?: AbortSignal) {
  const socketPath = join(folder, 'uart');
  const server = createServer();
  let child: Child | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(socketPath, resolve);
    });
    child = await startChild('the emulator', emulator.program, fillIn(emulator, image, socketPath));
    const socket = await connection(server, child, signal);
    // It breaks when the emulator ends, which is reported with what the emulator said.
    socket.on('error', () => {});
    const { ended, said, end } = child;
    child.process.stdout!.resume();
    return streamTransport({
      name,
      readable: socket,
      writable: socket,
      said,
      gone: ended,
      async release() {
        socket.destroy();
        await end(0);
      },
    });
  } catch (error) {
    await child?.end(0);
    throw error;
  } finally {
    server.close();
  }
}

export const emulator: TransportKind = {
  opens: () => false,

  async open({ dir, manifest, signal }): Promise<Transport> {
    const { board } = manifest;
    if (board.emulator === undefined) throw new Error(`the board ${board.id} has no emulator`);
    const image = await flashedImage(dir);
    await requirePrograms([board.emulator.program], board.emulator.packages, `emulating ${board.id}`);
    // Only we can get into it; it is gone again as soon as the two are connected.
    const folder = await mkdtemp(join(tmpdir(), 'tflq-'));
    try {
      return await start(`the emulated ${board.id}`, board.emulator, image, folder, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
