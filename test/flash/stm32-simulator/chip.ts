/**
 * An STM32 whose ROM bootloader is written from ST AN3155 alone: knows nothing of the client. Bytes in, bytes out;
 * what takes time says how long.
 */

const ACK = 0x79;
const NACK = 0x1f;

/** What the chip is. */
export interface ChipOptions {
  readonly id: number;
  readonly origin: number;
  /** Bytes of each page, by number. */
  readonly pages: readonly number[];
  /** False for the old ROMs, whose erase command is 0x43. */
  readonly extended?: boolean;
  readonly readProtected?: boolean;
  /** Pages that neither erase nor write changes; the ROM says nothing of it. */
  readonly writeProtected?: ReadonlySet<number>;
  /** Flash with error correction takes a double word only once, unless it is erased between. */
  readonly writeOnce?: boolean;
}

/** An answer: bytes, after a time. */
interface Answer {
  readonly bytes: number[];
  readonly ms: number;
}

const xor = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

type State = (byte: number) => Answer | undefined;

/** One chip. Holds its ROM's state and its flash. */
export class SimulatedStm32 {
  readonly flash: Uint8Array;
  /** Where the program was started, if it was. */
  started: number | undefined;
  /** How often which pages were erased. */
  readonly erased = new Map<number, number>();
  readonly #options: ChipOptions;
  readonly #starts: number[];
  #state: State;
  #isAsleep = false;

  constructor(options: ChipOptions) {
    this.#options = options;
    const ends = [0];
    for (const bytes of options.pages) ends.push(ends.at(-1)! + bytes);
    this.flash = new Uint8Array(ends.pop()!).fill(0xff);
    this.#starts = ends;
    this.#state = this.#unsynced;
  }

  /** The reset button, with BOOT0 high. Until `awake`, the ROM initializes and hears nothing. */
  reset(): void {
    this.started = undefined;
    this.#isAsleep = true;
    this.#state = this.#unsynced;
  }

  /** Some time has passed. */
  awake(): void {
    this.#isAsleep = false;
  }

  /** The reset button, with BOOT0 low: the application runs. */
  boot(): void {
    this.#isAsleep = false;
    this.#state = () => undefined;
  }

  /** Takes a byte from the line. */
  receive(byte: number): Answer | undefined {
    return this.#isAsleep ? undefined : this.#state(byte);
  }

  // Another byte than 0x7f makes it measure a wrong speed: it hears nothing any more until it is reset.
  readonly #unsynced: State = (byte) => {
    if (byte !== 0x7f) this.#state = () => undefined;
    else return this.#end(ACK);
    return undefined;
  };

  readonly #idle: State = (command) => {
    this.#state = (complement) => ((command ^ complement) === 0xff ? this.#begin(command) : this.#end(NACK));
    return undefined;
  };

  #end(answer: number, ms = 0): Answer {
    this.#state = this.#idle;
    return { bytes: [answer], ms };
  }

  /** Collects bytes until `count` says there are enough. */
  #collect(count: (soFar: readonly number[]) => number, done: (bytes: number[]) => Answer): void {
    const bytes: number[] = [];
    this.#state = (byte) => {
      bytes.push(byte);
      return bytes.length < count(bytes) ? undefined : done(bytes);
    };
  }

  get #commands(): number[] {
    return [0x00, 0x01, 0x02, 0x11, 0x21, 0x31, this.#options.extended === false ? 0x43 : 0x44, 0x63, 0x73];
  }

  #begin(command: number): Answer {
    const { id, readProtected } = this.#options;
    if (!this.#commands.includes(command)) return this.#end(NACK);
    if (command === 0x00) {
      const list = [0x31, ...this.#commands];
      return this.#reply([ACK, list.length - 1, ...list, ACK]);
    }
    if (command === 0x01) return this.#reply([ACK, 0x31, 0, 0, ACK]);
    if (command === 0x02) return this.#reply([ACK, 1, id >> 8, id & 0xff, ACK]);
    if (readProtected === true) return this.#end(NACK);
    if (command === 0x11) this.#address((address) => this.#read(address));
    else if (command === 0x21) this.#address((address) => this.#go(address));
    else if (command === 0x31) this.#address((address) => this.#write(address));
    else if (command === 0x43) this.#erase(1);
    else if (command === 0x44) this.#erase(2);
    return { bytes: [ACK], ms: 0 };
  }

  #reply(bytes: number[]): Answer {
    this.#state = this.#idle;
    return { bytes, ms: 0 };
  }

  #address(then: (offset: number) => Answer): void {
    this.#collect(
      () => 5,
      (bytes) => {
        const offset = Buffer.from(bytes).readUInt32BE(0) - this.#options.origin;
        if (xor(bytes) !== 0 || offset < 0 || offset >= this.flash.length) return this.#end(NACK);
        return then(offset);
      },
    );
  }

  #read(offset: number): Answer {
    this.#collect(
      () => 2,
      ([n, complement]) => {
        if ((n! ^ complement!) !== 0xff || offset + n! >= this.flash.length) return this.#end(NACK);
        return this.#reply([ACK, ...this.flash.subarray(offset, offset + n! + 1)]);
      },
    );
    return { bytes: [ACK], ms: 0 };
  }

  #go(offset: number): Answer {
    this.started = this.#options.origin + offset;
    this.#state = () => undefined;
    return { bytes: [ACK], ms: 0 };
  }

  #write(offset: number): Answer {
    this.#collect(
      ([n]) => n! + 3,
      (bytes) => {
        const data = bytes.slice(1, -1);
        if (xor(bytes) !== 0 || data.length % 4 !== 0 || offset + data.length > this.flash.length)
          return this.#end(NACK);
        return this.#end(this.#program(offset, data) ? ACK : NACK, 20);
      },
    );
    return { bytes: [ACK], ms: 0 };
  }

  /** Flash can only clear bits; with error correction, not even that twice. */
  #program(offset: number, data: readonly number[]): boolean {
    let isFine = true;
    for (let at = offset; at < offset + data.length; at += 8) {
      const word = this.flash.subarray(at, at + 8);
      if (this.#options.writeProtected?.has(this.#page(at)) === true) continue;
      if (this.#options.writeOnce === true && word.some((byte) => byte !== 0xff)) isFine = false;
      else for (const i of word.keys()) word[i]! &= data[at - offset + i] ?? 0xff;
    }
    return isFine;
  }

  /** The page at an offset. */
  #page(offset: number): number {
    return this.#starts.findLastIndex((start) => start <= offset);
  }

  #erase(width: 1 | 2): void {
    const number = (bytes: readonly number[], at: number): number =>
      width === 2 ? 256 * bytes[at]! + (bytes[at + 1] ?? 0) : bytes[at]!;
    const all = width === 2 ? 0xffff : 0xff;
    this.#collect(
      (bytes) => {
        if (bytes.length < width) return width;
        const n = number(bytes, 0);
        return n >= all - (width === 2 ? 2 : 0) ? width + 1 : width * (n + 2) + 1;
      },
      (bytes) => {
        if (xor(bytes) !== (width === 1 && bytes[0] === all ? all : 0)) return this.#end(NACK);
        const n = number(bytes, 0);
        if (n === all) return this.#erasePages([...this.#starts.keys()]);
        const list = Array.from({ length: n + 1 }, (_, index) => number(bytes, width * (index + 1)));
        return this.#erasePages(list);
      },
    );
  }

  #erasePages(pages: readonly number[]): Answer {
    if (pages.some((page) => page >= this.#starts.length)) return this.#end(NACK);
    let ms = 0;
    for (const page of pages) {
      const bytes = this.#options.pages[page]!;
      ms += 25 + bytes / 64;
      if (this.#options.writeProtected?.has(page) === true) continue;
      this.erased.set(page, (this.erased.get(page) ?? 0) + 1);
      this.flash.fill(0xff, this.#starts[page], this.#starts[page]! + bytes);
    }
    return this.#end(ACK, ms);
  }
}
