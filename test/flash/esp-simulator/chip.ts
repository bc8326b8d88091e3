/** A simulated chip: its pins, its speed, what runs on it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Clock } from '../../../src/flash/esptool/clock.ts';
import { FlashMemory } from './flash-memory.ts';
import { type Security, SimulatedLoader } from './loader.ts';
import { PacketReader } from './packets.ts';
import { PROFILES, type Profile, type Target } from './profiles.ts';

/** What there is to choose about a chip. */
export interface ChipOptions {
  readonly target: Target;
  readonly clock: Clock;
  readonly flashBytes?: number;
  readonly security?: Security;
  /** Reached through its own USB, whose reset is another one and whose speed is none. */
  readonly usb?: boolean;
  /** Erasing and writing take their time. */
  readonly slowFlash?: boolean;
  /** Takes whatever is uploaded for its stub: other tools bring other ones. */
  readonly anyStub?: boolean;
}

const ROM_BAUD = 115_200;

interface StubFile {
  readonly text: string;
  readonly text_start: number;
  readonly data?: string;
  readonly data_start?: number;
}

const stubs = new Map<string, StubFile>();

function stubFile(target: string): StubFile {
  let file = stubs.get(target);
  if (file === undefined) {
    const path = createRequire(import.meta.url).resolve(`esptool-js/lib/targets/stub_flasher/${target}.json`);
    file = JSON.parse(readFileSync(path, 'utf8')) as StubFile;
    stubs.set(target, file);
  }
  return file;
}

export class SimulatedChip {
  readonly profile: Profile;
  readonly flash: FlashMemory;
  /** How often its program in the flash was started. */
  programStarts = 0;
  /** 'hung' until the power is cut. */
  state: 'program' | 'loader' | 'hung' = 'program';
  baud = ROM_BAUD;
  /** The computer's lines. */
  pins = { dtr: false, rts: false };
  /** Where its bytes go. */
  output: (bytes: Uint8Array) => void = () => {};

  readonly #options: ChipOptions;
  readonly #reader = new PacketReader();
  #loader: SimulatedLoader;
  #busyUntil = 0;
  #usbWantsDownload = false;

  constructor(options: ChipOptions) {
    this.#options = options;
    this.profile = PROFILES[options.target];
    this.flash = new FlashMemory(options.flashBytes ?? 4 * 1024 * 1024);
    this.#loader = this.#newLoader();
  }

  /** True while the stub runs. */
  get isStub(): boolean {
    return this.state === 'loader' && this.#loader.isStub;
  }

  /** Refuses the next command, as a packet that arrived damaged or for a reason of its own. */
  refuseNext(reason: 'damaged' | 'failed'): void {
    const code = { damaged: [0x07, 0xc1], failed: [0x06, 0xc4] }[reason][this.isStub ? 1 : 0]!;
    this.#loader.refusals.push(code);
  }

  /** Takes bytes that arrived whole. */
  receive(bytes: Uint8Array): void {
    if (this.state !== 'loader') return;
    for (const packet of this.#reader.push(bytes)) {
      if (this.state === 'loader') this.#loader.handle(packet);
    }
  }

  /** Starts anew: the loader, or what is in the flash. */
  reset(into: 'loader' | 'program'): void {
    if (this.state === 'hung') return;
    this.#reader.clear();
    this.#loader = this.#newLoader();
    this.#busyUntil = 0;
    this.baud = ROM_BAUD;
    this.state = into;
    const mode =
      into === 'loader'
        ? 'boot:0x3 (DOWNLOAD_BOOT)\r\nwaiting for download'
        : 'boot:0x13 (SPI_FAST_FLASH_BOOT)';
    this.#say(Buffer.from(`\r\n${this.profile.greeting}\r\nrst:0x1 (POWERON_RESET),${mode}\r\n`));
    if (into === 'program') this.programStarts++;
  }

  /** The computer sets its lines. */
  setPins(pins: { readonly dtr: boolean; readonly rts: boolean }): void {
    const before = this.pins;
    this.pins = { ...pins };
    const wasReset = before.rts && !before.dtr;
    const isReset = pins.rts && !pins.dtr;
    if (this.#options.usb) {
      // ESP32-C3 Technical Reference Manual, USB Serial/JTAG: a flag is what GPIO0 is elsewhere.
      if (!pins.rts) this.#usbWantsDownload = pins.dtr;
      if (isReset && !wasReset) this.reset(this.#usbWantsDownload ? 'loader' : 'program');
    } else if (wasReset && !isReset) {
      this.reset(pins.dtr && !pins.rts ? 'loader' : 'program');
    }
  }

  #say(bytes: Uint8Array): void {
    const { clock } = this.#options;
    const wait = this.#busyUntil - clock.now();
    const loader = this.#loader;
    if (wait <= 0) this.output(bytes);
    else
      clock.alarm(wait, () => {
        if (this.state !== 'hung' && this.#loader === loader) this.output(bytes);
      });
  }

  #newLoader(): SimulatedLoader {
    const { clock, slowFlash = false, security = {} } = this.#options;
    return new SimulatedLoader(this.profile, this.flash, security, {
      say: (bytes) => this.#say(bytes),
      busy: (ms) => {
        if (slowFlash) this.#busyUntil = Math.max(this.#busyUntil, clock.now()) + ms;
      },
      setBaud: (baud) => {
        this.baud = baud;
      },
      isStub: (uploaded) => this.#isStub(uploaded),
      restart: (into) => this.reset(into),
    });
  }

  #isStub(uploaded: ReadonlyMap<number, Uint8Array>): boolean {
    if (this.#options.anyStub) return true;
    const { text, text_start, data, data_start } = stubFile(this.profile.target);
    const isThere = (base64: string, address: number): boolean =>
      Buffer.from(base64, 'base64').equals(uploaded.get(address) ?? Buffer.alloc(0));
    return isThere(text, text_start) && (data === undefined || isThere(data, data_start!));
  }
}
