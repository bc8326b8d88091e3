/** The kinds of lines, by the name that a board's file gives them in `link.transport`. */
import type { TransportKind } from '../transport.ts';
import { emulator } from './emulator.ts';
import { childProcess } from './process.ts';
import { rfc2217 } from './rfc2217.ts';
import { serial } from './serial.ts';
import { socket } from './socket.ts';

/** A --port goes to the first that opens it; the serial port, which takes any name, comes last. */
export const TRANSPORTS: Readonly<Record<string, TransportKind>> = {
  emulator,
  process: childProcess,
  rfc2217,
  socket,
  serial,
};
