/** Ports of the forms tcp://host:port and unix:/path: an emulator or a serial server that runs already. */
import { connectSocket, socketLost } from '../connect-socket.ts';
import { streamTransport } from '../stream-transport.ts';
import type { TransportKind } from '../transport.ts';

export const socket: TransportKind = {
  opens: (port) => /^(?:tcp|unix):/.test(port),

  async open({ port, signal }) {
    if (port === undefined) throw new Error('a socket needs an address');
    const line = await connectSocket(port, signal);
    return streamTransport({
      name: port,
      readable: line,
      writable: line,
      gone: socketLost(line, port),
      async release() {
        line.destroy();
      },
    });
  },
};
