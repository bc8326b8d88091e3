/** A serial server as RFC 2217 has it, written from the RFC alone: it shares no code with the client. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const [IAC, DONT, DO, WONT, WILL, SB, SE] = [255, 254, 253, 252, 251, 250, 240];
const COM_PORT = 44;

/** How a server behaves. */
export interface Rfc2217Behaviour {
  /** What lies behind its serial port; what is sent comes back unless given. */
  readonly device?: () => Duplex;
  /** Is told of the speed, and of the lines DTR and RTS, as they are after each piece that came. */
  readonly onBaud?: (baud: number) => void;
  readonly onPins?: (pins: { readonly dtr: boolean; readonly rts: boolean }) => void;
  /** Answers DONT to the option. */
  readonly refuses?: boolean;
  /** Reads, and never says a word. */
  readonly isSilent?: boolean;
  /** Orders (1 SET-BAUDRATE, 5 SET-CONTROL …) that it does not answer. */
  readonly ignores?: readonly number[];
  /** The only speed that its port has. */
  readonly fixedBaud?: number;
  /** The parity that its port has, whatever it is told. */
  readonly fixedParity?: number;
  /** Sends each byte by itself, so that nothing comes in the pieces in which it was made. */
  readonly dribbles?: boolean;
}

/** A server that listens. */
export interface Rfc2217Server {
  /** rfc2217://127.0.0.1:… */
  readonly port: string;
  /** The orders that came: the number, then the value. */
  readonly orders: number[][];
  /** Data that came for the serial port, without escapes. */
  readonly data: number[];
  /** Sends raw bytes to the client. */
  send(bytes: readonly number[]): void;
  /** Ends the connection, as a server that is switched off. */
  hangUp(): void;
  close(): Promise<void>;
}

/** One client's connection. */
class Session {
  readonly #socket: Socket;
  readonly #behaviour: Rfc2217Behaviour;
  readonly #orders: number[][];
  readonly #data: number[];
  readonly #device: Duplex | undefined;
  #pins = { dtr: false, rts: false };
  /** Bytes of a command that is not complete. */
  #command: number[] = [];

  constructor(socket: Socket, behaviour: Rfc2217Behaviour, orders: number[][], data: number[]) {
    this.#socket = socket;
    this.#behaviour = behaviour;
    this.#orders = orders;
    this.#data = data;
    this.#device = behaviour.device?.();
    this.#device?.on('data', (bytes: Buffer) => this.#deliver([...bytes]));
    this.#device?.on('error', () => {});
    socket.on('close', () => this.#device?.destroy());
    socket.on('data', (bytes) => {
      if (behaviour.isSilent) return;
      const before = this.#pins;
      const plain = [...bytes].flatMap((byte) => this.#take(byte));
      if (this.#pins !== before) behaviour.onPins?.(this.#pins);
      if (plain.length === 0) return;
      data.push(...plain);
      if (this.#device === undefined) this.#deliver(plain);
      else this.#device.write(Uint8Array.from(plain));
    });
  }

  send(bytes: readonly number[]): void {
    if (!this.#behaviour.dribbles) this.#socket.write(Uint8Array.from(bytes));
    else for (const byte of bytes) this.#socket.write(Uint8Array.of(byte));
  }

  #deliver(bytes: readonly number[]): void {
    this.send(bytes.flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])));
  }

  /** The data that a byte completes; commands are answered. */
  #take(byte: number): number[] {
    const command = this.#command;
    if (command.length === 0 && byte !== IAC) return [byte];
    command.push(byte);
    if (command.length === 2 && byte === IAC) {
      this.#command = [];
      return [IAC];
    }
    if (command[1] === SB) {
      if (byte === SE && command.at(-2) === IAC && command.length > 4) this.#subnegotiation();
    } else if (command.length === 3) {
      this.#command = [];
      this.#option(command[1]!, byte);
    }
    return [];
  }

  #option(verb: number, option: number): void {
    const isKnown = [0, 3, COM_PORT].includes(option) && !(option === COM_PORT && this.#behaviour.refuses);
    if (verb === WILL) this.send([IAC, isKnown ? DO : DONT, option]);
    if (verb === DO) this.send([IAC, isKnown ? WILL : WONT, option]);
  }

  #subnegotiation(): void {
    const inner = this.#command.slice(2, -2);
    this.#command = [];
    const [option, order, ...escaped] = inner;
    if (option !== COM_PORT) return;
    const value = escaped.filter((byte, i) => byte !== IAC || escaped[i - 1] !== IAC);
    this.#orders.push([order!, ...value]);
    if (this.#behaviour.ignores?.includes(order!)) return;
    const reply = this.#set(order!, value);
    const doubled = reply.flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte]));
    this.send([IAC, SB, COM_PORT, order! + 100, ...doubled, IAC, SE]);
    // Servers tell of their modem lines whenever they like.
    if (order === 5) this.send([IAC, SB, COM_PORT, 107, 0xb0, IAC, SE]);
  }

  /** What the port is set to afterwards. */
  #set(order: number, value: number[]): number[] {
    const { fixedBaud, fixedParity } = this.#behaviour;
    if (order === 1 && fixedBaud !== undefined) return [...u32(fixedBaud)];
    if (order === 3 && fixedParity !== undefined) return [fixedParity];
    if (order === 1) this.#behaviour.onBaud?.(Buffer.from(value).readUInt32BE());
    if (order === 5) this.#setControl(value[0]!);
    if (order === 12) this.#data.length = 0;
    return value;
  }

  #setControl(value: number): void {
    if (value === 8 || value === 9) this.#pins = { ...this.#pins, dtr: value === 8 };
    if (value === 11 || value === 12) this.#pins = { ...this.#pins, rts: value === 11 };
  }
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Starts a server on a free port of this machine. */
export async function serveRfc2217(behaviour: Rfc2217Behaviour = {}): Promise<Rfc2217Server> {
  const orders: number[][] = [];
  const data: number[] = [];
  const sockets = new Set<Socket>();
  let session: Session | undefined;
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    session = new Session(socket, behaviour, orders, data);
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: `rfc2217://127.0.0.1:${(server.address() as { port: number }).port}`,
    orders,
    data,
    send: (bytes) => session?.send(bytes),
    hangUp,
    async close() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}
