/** Ports of the form rfc2217://host:port: the serial port of another machine, e.g. behind ser2net. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TflqError } from '../../common/errors.ts';
import { ComPortClient } from '../com-port-client.ts';
import { connectSocket, socketLost } from '../connect-socket.ts';
import { streamTransport } from '../stream-transport.ts';
import { escapeTelnet } from '../telnet.ts';
import type { TransportKind } from '../transport.ts';

/** The port's bytes as a stream, over a connection and what speaks RFC 2217 on it. */
function connectClient(name: string, socket: Socket): { client: ComPortClient; stream: Duplex } {
  let isSuspended = false;
  let held: (() => void) | undefined;
  const stream = new Duplex({
    read: () => socket.resume(),
    write(bytes: Uint8Array, _encoding, done) {
      const send = (): void => {
        socket.write(escapeTelnet(bytes), () => done());
      };
      if (isSuspended) held = send;
      else send();
    },
  });
  const client = new ComPortClient(name, {
    send: (bytes) => socket.write(bytes),
    data(bytes) {
      if (!stream.push(bytes)) socket.pause();
    },
    suspend(now) {
      isSuspended = now;
      if (isSuspended) return;
      held?.();
      held = undefined;
    },
  });
  socket.on('data', (bytes) => client.push(bytes));
  return { client, stream };
}

/** Runs what can be interrupted: the client fails by the signal. */
async function unlessAborted(
  client: ComPortClient,
  signal: AbortSignal | undefined,
  run: () => Promise<void>,
) {
  const abort = (): void => client.fail(new TflqError('interrupted', 'connecting was interrupted'));
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  try {
    await run();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

export const rfc2217: TransportKind = {
  opens: (port) => port.startsWith('rfc2217:'),

  async open({ port, manifest, signal, serial: settings }) {
    if (port === undefined) throw new Error('a serial server needs an address');
    const { baud } = manifest.board.link;
    const socket = await connectSocket(port, signal);
    const gone = socketLost(socket, port);
    const { client, stream } = connectClient(port, socket);
    void gone.then((reason) => client.fail(reason));
    try {
      await unlessAborted(client, signal, () => client.start(settings ?? { baud, parity: 'none' }));
    } catch (error) {
      socket.destroy();
      throw error;
    }
    // A chip's own USB port sends only to a host that says it listens. Not waited for: not all servers answer.
    client.setSignals({ dtr: true, rts: true }).catch(() => {});
    return streamTransport({
      name: port,
      control: {
        setBaud: (baud) => client.setBaud(baud),
        setSignals: (signals) => client.setSignals(signals),
        // Whatever is plugged in over there, it does not tell.
        usbIds: async () => undefined,
      },
      readable: stream,
      writable: stream,
      gone,
      async release() {
        socket.destroy();
      },
    });
  },
};
