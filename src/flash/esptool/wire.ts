/**
 * esptool-js's Transport over a line of ours. Its own one wants a Web Serial port, prints, polls every millisecond and
 * waits for ever for a chip that takes no bytes; this one does nothing of that.
 */
import { ESPError, Transport as EspTransport } from 'esptool-js';
import { TflqError } from '../../common/errors.ts';
import type { SerialSignals, Transport } from '../../link/transport.ts';
import type { Patience } from './clock.ts';
import { SlipDecoder, slipEncode } from './slip.ts';

/** The line takes as long for some bytes as its speed says, and then some: adapters buffer. */
const WRITE_SLACK_MS = 3000;
const BITS_PER_BYTE = 10;

/** The line's speed after a reset, on which every chip of the family listens. */
export const ROM_BAUD = 115_200;

/** Changing speed and signals takes a moment at the most; a port that hangs is left behind. */
const CONTROL_LIMIT_MS = 2000;

/** The last of what a chip printed, of which a reason is made when it does not answer. */
const HEARD_BYTES = 2048;

/** The chip did not answer in time, or takes no bytes. */
export class SilenceError extends ESPError {}

export class Wire extends EspTransport {
  readonly #line: Transport;
  readonly #patience: Patience;
  readonly #decoder = new SlipDecoder();
  #packets: Uint8Array[] = [];
  #heard: number[] = [];
  #lost: TflqError | undefined;
  #wake = (): void => {};

  /** @param line an open line that nobody listens to yet; the caller closes it */
  constructor(line: Transport, patience: Patience) {
    super({ getInfo: () => ({}) } as never);
    this.#line = line;
    this.#patience = patience;
    this.baudrate = ROM_BAUD;
    line.listen({
      data: (bytes) => this.#take(bytes),
      closed: (reason) => {
        this.#lost = reason;
        this.#wake();
      },
    });
  }

  /** True where the line can change its speed and pull the chip's reset. */
  get hasControl(): boolean {
    return this.#line.control !== undefined;
  }

  /** What the chip printed since `listenAnew`, packets and noise left in. */
  get heard(): string {
    return Buffer.from(this.#heard).toString('latin1');
  }

  /** Forgets what the chip printed. */
  listenAnew(): void {
    this.#heard = [];
  }

  /** Why the line has gone, if it has. */
  get lost(): TflqError | undefined {
    return this.#lost;
  }

  #take(bytes: Uint8Array): void {
    this.#heard.push(...bytes.subarray(-HEARD_BYTES));
    if (this.#heard.length > HEARD_BYTES) this.#heard = this.#heard.slice(-HEARD_BYTES);
    this.#packets.push(...this.#decoder.push(bytes));
    this.#wake();
  }

  #checkLine(): void {
    this.#patience.check();
    if (this.#lost !== undefined) throw this.#lost;
  }

  /** The next packet. Throws SilenceError when none comes. */
  override async read(timeoutMs: number): Promise<Uint8Array> {
    const { clock } = this.#patience;
    const end = clock.now() + timeoutMs;
    for (;;) {
      this.#checkLine();
      const packet = this.#packets.shift();
      if (packet !== undefined) return packet;
      const left = end - clock.now();
      if (left <= 0) throw new SilenceError('the chip does not answer');
      await this.#patience.within(
        left,
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
      );
    }
  }

  override async write(packet: Uint8Array): Promise<void> {
    this.#checkLine();
    const bytes = slipEncode(packet);
    const limit = WRITE_SLACK_MS + (2 * 1000 * BITS_PER_BYTE * bytes.length) / this.baudrate;
    const written = this.#line.write(bytes).then(() => true);
    const sent = await this.#patience.within(limit, written);
    this.#checkLine();
    if (sent === undefined) throw new SilenceError('the chip takes no bytes');
  }

  override flushInput(): void {
    this.#packets = [];
    this.#decoder.clear();
  }

  /** Throws away what comes until it is quiet. */
  override async drainInput(quietMs = 100, maxMs = 400): Promise<void> {
    for (let waited = 0; waited < maxMs; waited += quietMs) {
      this.#packets = [];
      const partial = this.#decoder.partial.length;
      await this.#patience.sleep(quietMs);
      if (this.#packets.length === 0 && this.#decoder.partial.length === partial) break;
    }
    this.flushInput();
  }

  override peek(): Uint8Array {
    return this.#decoder.partial;
  }

  override inWaiting(): number {
    return this.#decoder.partial.length;
  }

  /** Pulls the chip's pins; nothing where the line has none. */
  async signals(signals: SerialSignals): Promise<void> {
    const { control } = this.#line;
    if (control === undefined) return;
    await this.#patience.within(CONTROL_LIMIT_MS, control.setSignals(signals));
    this.#checkLine();
  }

  /** Changes the line's speed, where it has one. */
  override async changeBaudrate(baud: number): Promise<boolean> {
    const { control } = this.#line;
    if (control === undefined) return false;
    try {
      await this.#patience.within(CONTROL_LIMIT_MS, control.setBaud(baud));
    } catch (cause) {
      if (cause instanceof TflqError) throw cause;
      throw new ESPError(`the port cannot do ${baud} bit/s: ${(cause as Error).message}`);
    }
    this.#checkLine();
    this.baudrate = baud;
    return false;
  }

  // The line is open already, and its owner closes it.
  override async connect(): Promise<void> {}
  override async disconnect(): Promise<void> {}
  override async readLoop(): Promise<void> {}

  override trace(): void {}
}
