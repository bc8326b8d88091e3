/** SLIP (RFC 1055): how the loader's packets are kept apart on the line. */

const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED_END = 0xdc;
const ESCAPED_ESCAPE = 0xdd;

/** A packet longer than this is noise: replies are short. */
const MOST_BYTES = 0x10000;

/** A packet as it goes over the line. */
export function slipEncode(packet: Uint8Array): Uint8Array {
  const line = new Uint8Array(2 * packet.length + 2);
  let at = 0;
  line[at++] = END;
  for (const byte of packet) {
    if (byte === END || byte === ESCAPE) {
      line[at++] = ESCAPE;
      line[at++] = byte === END ? ESCAPED_END : ESCAPED_ESCAPE;
    } else {
      line[at++] = byte;
    }
  }
  line[at++] = END;
  return line.subarray(0, at);
}

/**
 * Takes packets out of a stream. Whatever stands between two ENDs is one, so that a lost END costs the packets that
 * touch it and no more; the text that a chip prints while it starts comes out as a packet that nobody asked for.
 */
export class SlipDecoder {
  #bytes: number[] = [];
  #isEscaped = false;

  /** The packets that these bytes complete. */
  push(bytes: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (const byte of bytes) {
      if (byte === END) {
        if (this.#bytes.length > 0) packets.push(Uint8Array.from(this.#bytes));
        this.clear();
      } else if (byte === ESCAPE) {
        this.#isEscaped = true;
      } else if (this.#bytes.length < MOST_BYTES) {
        this.#bytes.push(this.#isEscaped ? unescaped(byte) : byte);
        this.#isEscaped = false;
      }
    }
    return packets;
  }

  /** What has come of a packet that is not complete. */
  get partial(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** Forgets it. */
  clear(): void {
    this.#bytes = [];
    this.#isEscaped = false;
  }
}

function unescaped(byte: number): number {
  if (byte === ESCAPED_END) return END;
  return byte === ESCAPED_ESCAPE ? ESCAPE : byte;
}
