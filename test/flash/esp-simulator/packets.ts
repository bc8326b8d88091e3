/** SLIP and the loader's packets, as the chip sees them. Written apart from src/flash, of which it is the judge. */

const END = 0xc0;
const ESC = 0xdb;

/** A request that arrived. */
export interface Request {
  readonly op: number;
  /** As its header says. */
  readonly size: number;
  readonly checksum: number;
  readonly body: Buffer;
}

/** Collects bytes, hands out what stands between two ENDs. */
export class PacketReader {
  #raw: number[] = [];

  push(bytes: Uint8Array): Buffer[] {
    const packets: Buffer[] = [];
    for (const byte of bytes) {
      if (byte !== END) {
        this.#raw.push(byte);
      } else if (this.#raw.length > 0) {
        packets.push(unescaped(this.#raw));
        this.#raw = [];
      }
    }
    return packets;
  }

  clear(): void {
    this.#raw = [];
  }
}

function unescaped(raw: readonly number[]): Buffer {
  const bytes: number[] = [];
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== ESC) bytes.push(raw[i]!);
    else bytes.push(raw[++i] === 0xdc ? END : ESC);
  }
  return Buffer.from(bytes);
}

/** A packet as it goes over the line. */
export function frame(packet: Uint8Array): Buffer {
  const line: number[] = [END];
  for (const byte of packet) {
    if (byte === END) line.push(ESC, 0xdc);
    else if (byte === ESC) line.push(ESC, 0xdd);
    else line.push(byte);
  }
  line.push(END);
  return Buffer.from(line);
}

/** A packet's fields; undefined where it is no request. */
export function parseRequest(packet: Buffer): Request | undefined {
  if (packet.length < 8 || packet[0] !== 0) return undefined;
  return {
    op: packet[1]!,
    size: packet.readUInt16LE(2),
    checksum: packet.readUInt32LE(4),
    body: packet.subarray(8),
  };
}

/** A reply: its value, its data and status at the end. */
export function reply(op: number, value: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = 1;
  header[1] = op;
  header.writeUInt16LE(data.length, 2);
  header.writeUInt32LE(value >>> 0, 4);
  return frame(Buffer.concat([header, data]));
}

/** The checksum of data packets. */
export function checksum(data: Uint8Array): number {
  return data.reduce((sum, byte) => sum ^ byte, 0xef);
}

/** The first words of a request's body; no request has more than six. */
export function words(body: Buffer): number[] {
  return Array.from({ length: Math.min(6, Math.floor(body.length / 4)) }, (_, i) => body.readUInt32LE(4 * i));
}
