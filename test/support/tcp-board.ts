/** Boards behind sockets: firmwares of the host board, each behind a TCP port of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { FLASHED_IMAGE } from '../../src/common/project-paths.ts';

/** A board that can be reached. */
export interface TcpBoard {
  /** tcp://127.0.0.1:… */
  readonly port: string;
  /** How many lines to it are open. */
  readonly lines: number;
  close(): Promise<void>;
}

/** Puts what was flashed in a project behind a TCP port; each connection is a board that has just started. */
export async function tcpBoard(dir: string): Promise<TcpBoard> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    const child = spawn(join(dir, FLASHED_IMAGE), { stdio: ['pipe', 'pipe', 'ignore'] });
    sockets.add(socket);
    socket.on('error', () => {});
    child.stdin.on('error', () => {});
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      child.kill('SIGKILL');
    });
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  return {
    port: `tcp://127.0.0.1:${(server.address() as { port: number }).port}`,
    get lines() {
      return sockets.size;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
