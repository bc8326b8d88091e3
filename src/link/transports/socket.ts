/** Ports of the forms tcp://host:port and unix:/path: an emulator or a serial server that runs already. */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { TflqError } from '../../common/errors.ts';
import { streamTransport } from '../stream-transport.ts';
import type { TransportKind } from '../transport.ts';

const CONNECT_LIMIT_MS = 10_000;

const REASONS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ECONNREFUSED: ['nobody listens there', 'Is the emulator or serial server running?'],
  ENOENT: ['there is no such socket', 'Is the emulator or serial server running?'],
  ENOTFOUND: ['there is no such host', 'Check its name.'],
  EACCES: ['access is not permitted', "Check the socket's permissions."],
};

function address(port: string): NetConnectOpts {
  if (port.startsWith('unix:')) {
    const path = port.slice('unix:'.length);
    if (path !== '') return { path };
  } else if (URL.canParse(port)) {
    const url = new URL(port);
    if (url.hostname !== '' && url.port !== '')
      return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
  }
  throw new TflqError('usage', `${JSON.stringify(port)} is no port`, {
    where: '--port',
    hint: 'Sockets are written tcp://host:port or unix:/path.',
  });
}

function connectTo(port: string, signal: AbortSignal | undefined): Promise<Socket> {
  const socket = connect(address(port));
  return new Promise((resolve, reject) => {
    const fail = (error: TflqError): void => {
      socket.destroy();
      reject(error);
    };
    const alarm = setTimeout(() => {
      const seconds = CONNECT_LIMIT_MS / 1000;
      fail(new TflqError('link', `no connection within ${seconds} s`, { where: port }));
    }, CONNECT_LIMIT_MS);
    const abort = (): void => fail(new TflqError('interrupted', 'connecting was interrupted'));
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    socket.once('connect', () => resolve(socket));
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const [message, hint] = REASONS[cause.code ?? ''] ?? [cause.message, 'Check the address.'];
      fail(new TflqError('link', `cannot connect: ${message}`, { where: port, hint, cause }));
    });
    socket.once('close', () => {
      clearTimeout(alarm);
      signal?.removeEventListener('abort', abort);
    });
    socket.once('connect', () => {
      clearTimeout(alarm);
      signal?.removeEventListener('abort', abort);
    });
  });
}

export const socket: TransportKind = {
  opens: (port) => /^(?:tcp|unix):/.test(port),

  async open({ port, signal }) {
    if (port === undefined) throw new Error('a socket needs an address');
    const line = await connectTo(port, signal);
    line.setNoDelay();
    const gone = new Promise<TflqError>((resolve) => {
      const lost = (cause?: Error): void =>
        resolve(new TflqError('link', 'the other side closed the connection', { where: port, cause }));
      line.once('error', lost);
      line.once('close', () => lost());
    });
    return streamTransport({
      name: port,
      readable: line,
      writable: line,
      gone,
      async release() {
        line.destroy();
      },
    });
  },
};
