/** The line to a simulated chip. Time passes only where the client waits, so a run of minutes takes milliseconds. */
import type { ByteLine } from '../../../src/flash/byte-line.ts';
import type { SimulatedStm32 } from './chip.ts';

/** What a byte on its way may meet; each is asked with the number of the byte. */
export interface Faults {
  /** A byte to the chip: what arrives of it. Undefined: nothing does. */
  readonly toChip?: (byte: number, index: number) => number | undefined;
  /** A byte from the chip. */
  readonly fromChip?: (byte: number, index: number) => number | undefined;
  /** Called before a byte to the chip: may press a button. */
  readonly before?: (chip: SimulatedStm32, index: number) => void;
  /** Further milliseconds that an answer takes. */
  readonly late?: (index: number) => number;
}

/** A line without faults, unless there are some. */
export class SimulatedLine implements ByteLine {
  readonly name = '/dev/ttySIM';
  /** Milliseconds since the beginning. */
  now = 0;
  readonly #chip: SimulatedStm32;
  readonly #faults: Faults;
  readonly #baud: number;
  /** Bytes on their way to the client, and when they are there. */
  #coming: { readonly byte: number; readonly at: number }[] = [];
  #sent = 0;
  #received = 0;

  constructor(chip: SimulatedStm32, faults: Faults = {}, baud = 115200) {
    this.#chip = chip;
    this.#faults = faults;
    this.#baud = baud;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let at = this.now;
    this.#chip.awake();
    for (const byte of bytes) {
      const index = this.#sent++;
      at += this.#travel;
      this.#faults.before?.(this.#chip, index);
      const arrived = this.#faults.toChip === undefined ? byte : this.#faults.toChip(byte, index);
      if (arrived === undefined) continue;
      const answer = this.#chip.receive(arrived);
      if (answer !== undefined)
        this.#answer(answer.bytes, at + answer.ms + (this.#faults.late?.(index) ?? 0));
    }
  }

  #answer(bytes: readonly number[], start: number): void {
    let at = Math.max(start, this.#coming.at(-1)?.at ?? 0);
    for (const byte of bytes) {
      at += this.#travel;
      const index = this.#received++;
      const arrived = this.#faults.fromChip === undefined ? byte : this.#faults.fromChip(byte, index);
      if (arrived !== undefined) this.#coming.push({ byte: arrived, at });
    }
  }

  get #travel(): number {
    return 11_000 / this.#baud;
  }

  async read(count: number, limitMs: number): Promise<Uint8Array> {
    const limit = this.now + limitMs;
    const last = this.#coming[count - 1];
    this.now = last === undefined || last.at > limit ? limit : Math.max(this.now, last.at);
    const here = this.#coming.filter(({ at }) => at <= this.now).slice(0, count);
    this.#coming = this.#coming.slice(here.length);
    return Uint8Array.from(here, ({ byte }) => byte);
  }

  async discard(): Promise<void> {
    this.#coming = this.#coming.filter(({ at }) => at > this.now);
  }
}
