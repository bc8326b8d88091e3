/** esptool-js's ESPLoader without its printing, its endless waits and its dislike of lost bytes. */
import { ESPError, ESPLoader, UnsupportedCommandError } from 'esptool-js';
import type { Patience } from './clock.ts';
import { ROM_BAUD, SilenceError, type Wire } from './wire.ts';

/** Direction byte of a reply. */
const REPLY = 1;
const REPLY_HEADER_BYTES = 8;

const SYNC = 0x08;
const SYNC_LIMIT_MS = 100;
/** So many further replies follow the one to a sync; the ROM sends them all, stubs as they please. */
const SYNC_REPLIES = 7;

/** What the chip answers to a packet whose length or checksum is wrong: the ROM's codes, and the stub's. */
const DAMAGED_ON_THE_WAY: ReadonlySet<number> = new Set([0x05, 0x07, 0xc0, 0xc1]);

/** The chip answered, and said no. */
export class RefusalError extends ESPError {
  /** The code in its answer. */
  readonly code: number;

  constructor(what: string, code: number) {
    super(`the chip refuses to ${what} (code 0x${code.toString(16).padStart(2, '0')})`);
    this.code = code;
  }

  /** True where the packet did not arrive as it was sent, and nothing came of it. */
  get wasDamaged(): boolean {
    return DAMAGED_ON_THE_WAY.has(this.code);
  }
}

/** One question to the chip. */
export interface Question {
  /** Completes "the chip refuses to …". */
  readonly what: string;
  readonly op: number;
  /** The packet's words, little-endian. */
  readonly words?: readonly number[];
  /** What follows the words; the checksum covers it. */
  readonly data?: Uint8Array;
  /** Bytes of the reply before its status. */
  readonly replyBytes?: number;
  readonly limitMs?: number;
}

export class Loader extends ESPLoader {
  readonly wire: Wire;
  readonly patience: Patience;

  constructor(wire: Wire, patience: Patience) {
    super({ transport: wire, baudrate: ROM_BAUD, terminal: { clean() {}, writeLine() {}, write() {} } });
    this.wire = wire;
    this.patience = patience;
  }

  /** True where a stub that an earlier run left behind answers in the ROM's place. */
  get meetsStub(): boolean {
    // biome-ignore lint/complexity/useLiteralKeys: esptool-js keeps it private; its own run of the stub is not used.
    return this['syncStubDetected'];
  }

  set meetsStub(isStub: boolean) {
    // biome-ignore lint/complexity/useLiteralKeys: as above.
    this['syncStubDetected'] = isStub;
  }

  /** Waits for a reply to `op` until the limit, whatever else comes meanwhile. */
  override async readPacket(
    op: number | null = null,
    limitMs = this.DEFAULT_TIMEOUT,
  ): Promise<[number, Uint8Array]> {
    const { clock } = this.patience;
    const end = clock.now() + limitMs;
    for (;;) {
      const left = end - clock.now();
      if (left <= 0) throw new SilenceError('the chip does not answer');
      const packet = await this.wire.read(left);
      if (packet.length < REPLY_HEADER_BYTES || packet[0] !== REPLY) continue;
      const value = this._byteArrayToInt(packet[4]!, packet[5]!, packet[6]!, packet[7]!);
      const data = packet.subarray(REPLY_HEADER_BYTES);
      if (op === null || packet[1] === op) return [value, data];
      if (data[0] !== 0 && data[1] === this.ROM_INVALID_RECV_MSG) {
        await this.wire.drainInput();
        throw new UnsupportedCommandError();
      }
    }
  }

  /** Asks whether anybody is there. One reply is enough. */
  override async sync(): Promise<[number, Uint8Array]> {
    const packet = new Uint8Array(36).fill(0x55);
    packet.set([0x07, 0x07, 0x12, 0x20]);
    const first = await this.command(SYNC, packet, 0, true, SYNC_LIMIT_MS);
    let isStub = first[0] === 0;
    try {
      for (let i = 0; i < SYNC_REPLIES; i++) isStub &&= (await this.readPacket(SYNC, SYNC_LIMIT_MS))[0] === 0;
    } catch (error) {
      if (!(error instanceof SilenceError)) throw error;
    }
    this.meetsStub = isStub;
    return first;
  }

  /**
   * Asks the chip, and checks the status in its reply.
   *
   * @returns the reply's bytes before the status
   * @throws RefusalError where it says no, SilenceError where it says nothing
   */
  async ask({ what, op, words = [], data, replyBytes = 0, limitMs }: Question): Promise<Uint8Array> {
    const packet = new Uint8Array(4 * words.length + (data?.length ?? 0));
    const view = new DataView(packet.buffer);
    for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
    if (data !== undefined) packet.set(data, 4 * words.length);
    const checksum = data === undefined ? 0 : this.checksum(data);
    const [, reply] = await this.command(op, packet, checksum, true, limitMs);
    const status = reply.subarray(reply.length < replyBytes + 2 ? 0 : replyBytes);
    if (status[0] !== 0) throw new RefusalError(what, status[1] ?? 0);
    if (reply.length < replyBytes + 2) throw new ESPError(`the chip's answer to "${what}" is cut short`);
    return reply.subarray(0, replyBytes);
  }
}
