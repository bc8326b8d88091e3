/** Connections to ports of the forms tcp://host:port, rfc2217://host:port and unix:/path. */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { TflqError } from '../common/errors.ts';

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
    hint: 'Sockets are written tcp://host:port, rfc2217://host:port or unix:/path.',
  });
}

/**
 * Connects.
 *
 * @throws TflqError('usage') where the port is no address; 'link' where nobody answers; 'interrupted' by the signal
 */
export function connectSocket(port: string, signal: AbortSignal | undefined): Promise<Socket> {
  const socket = connect({ ...address(port), noDelay: true } as NetConnectOpts);
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
    const settled = (): void => {
      clearTimeout(alarm);
      signal?.removeEventListener('abort', abort);
    };
    socket.once('connect', () => {
      settled();
      resolve(socket);
    });
    socket.once('close', settled);
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const [message, hint] = REASONS[cause.code ?? ''] ?? [cause.message, 'Check the address.'];
      fail(new TflqError('link', `cannot connect: ${message}`, { where: port, hint, cause }));
    });
  });
}

/** Resolves when the other side has closed a connection, or it broke. */
export function socketLost(socket: Socket, port: string): Promise<TflqError> {
  return new Promise((resolve) => {
    const lost = (cause?: Error): void =>
      resolve(new TflqError('link', 'the other side closed the connection', { where: port, cause }));
    socket.once('error', lost);
    socket.once('close', () => lost());
  });
}
