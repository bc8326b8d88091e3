/**
 * The loader in a simulated chip: the ROM's, or the stub's once it was uploaded. The stub is not executed; what it
 * would do is done here. From docs.espressif.com/projects/esptool (serial-protocol).
 */
import { createHash } from 'node:crypto';
import type { DeflatedWrite } from './deflated-write.ts';
import { beginDeflated } from './deflated-write.ts';
import type { FlashMemory } from './flash-memory.ts';
import { checksum, parseRequest, type Request, reply, words } from './packets.ts';
import type { Profile } from './profiles.ts';
import { Registers } from './registers.ts';

/** What a chip is burnt to be. */
export interface Security {
  readonly secureBoot?: boolean;
  readonly encryption?: boolean;
  readonly secureDownload?: boolean;
}

/** What the loader may do to the chip around it. */
export interface LoaderHost {
  /** Sends bytes to the computer, when the flash is no longer busy. */
  say(bytes: Uint8Array): void;
  /** The flash is busy for so many milliseconds more. */
  busy(ms: number): void;
  setBaud(baud: number): void;
  /** True if these are the stub's bytes, by address. */
  isStub(uploaded: ReadonlyMap<number, Uint8Array>): boolean;
  /** A reset of the whole chip, which looks at its pins again, or of the processor, which does not. */
  restart(into: 'program' | 'loader'): void;
}

/** An answer: what follows its header, or the code of a refusal. */
type Answer = { readonly value?: number; readonly data?: Uint8Array } | { readonly refused: number };

const DONE: Answer = {};
const ROM_SYNC_VALUE = 0x20120707;

/** Codes of refusals: the ROM's and the stub's. */
const INVALID = { rom: 0x05, stub: 0xff };
const BAD_LENGTH = { rom: 0x05, stub: 0xc0 };
const BAD_CHECKSUM = { rom: 0x07, stub: 0xc1 };
const NOT_IN_FLASH_MODE = { rom: 0x06, stub: 0xc6 };
const BAD_DEFLATE = { rom: 0x0b, stub: 0xc7 };
const WRONG_AMOUNT = { rom: 0x06, stub: 0xc8 };

type Command = (request: Request) => Answer;

export class SimulatedLoader {
  readonly #profile: Profile;
  readonly #flash: FlashMemory;
  readonly #security: Security;
  readonly #host: LoaderHost;
  readonly #registers: Registers;
  readonly #uploaded = new Map<number, Uint8Array>();
  #upload: { address: number; readonly parts: Uint8Array[] } | undefined;
  #writing: DeflatedWrite | undefined;
  #plainAt: number | undefined;
  /** Milliseconds that writing the block which came last takes. */
  #spent = 0;
  isStub = false;
  /** Codes with which the next commands are refused, whatever they are. */
  readonly refusals: number[] = [];

  constructor(profile: Profile, flash: FlashMemory, security: Security, host: LoaderHost) {
    this.#profile = profile;
    this.#flash = flash;
    this.#security = security;
    this.#host = host;
    this.#registers = new Registers(profile, flash, security);
  }

  /** Takes a packet and answers it. */
  handle(packet: Buffer): void {
    const request = parseRequest(packet);
    if (request === undefined) return;
    const command = this.#commands[request.op];
    if (command === undefined || !this.#knows(request.op)) {
      // The ROM says so eight times, and not by the name of the command.
      for (let i = 0; i < (this.isStub ? 1 : 8); i++)
        this.#answer(this.isStub ? request.op : 0, this.#refuse(INVALID));
      return;
    }
    const answer = this.#obey(command, request);
    this.#answer(request.op, answer);
    if (!('refused' in answer)) this.#after(request);
  }

  #obey(command: Command, request: Request): Answer {
    const refused = this.refusals.shift();
    if (refused !== undefined) return { refused };
    return request.size === request.body.length ? command(request) : this.#refuse(BAD_LENGTH);
  }

  #knows(op: number): boolean {
    if (this.#security.secureDownload && [0x07, 0x09, 0x0a].includes(op)) return false;
    return op !== 0x14 || this.#profile.securityInfo !== 'none';
  }

  #refuse(code: { readonly rom: number; readonly stub: number }): Answer {
    return { refused: this.isStub ? code.stub : code.rom };
  }

  #answer(op: number, answer: Answer): void {
    const isRefused = 'refused' in answer;
    const status = isRefused ? [1, answer.refused] : [0, 0];
    if (!this.isStub) status.push(0, 0);
    const data = isRefused ? [] : (answer.data ?? []);
    const value = isRefused ? 0 : (answer.value ?? 0);
    this.#host.say(reply(op, value, Uint8Array.from([...data, ...status])));
  }

  /** What happens once the answer is on its way. */
  #after({ op, body }: Request): void {
    const [first = 0, second = 0] = words(body);
    if (op === 0x08) {
      const value = this.isStub ? 0 : ROM_SYNC_VALUE;
      for (let i = 0; i < 7; i++) this.#answer(op, { value });
    } else if (op === 0x06 && second !== 0) {
      this.isStub = this.#host.isStub(this.#uploaded);
      if (this.isStub) this.#host.say(Buffer.from([0xc0, ...Buffer.from('OHAI'), 0xc0]));
      else this.#host.restart('program');
    } else if (op === 0x0f) {
      this.#host.setBaud(first);
    } else if ((op === 0x04 || op === 0x12) && first === 0) {
      this.#host.restart(this.isStub ? 'loader' : 'program');
    } else if (op === 0x09 && first === this.#profile.watchdog && second >>> 31 === 1) {
      this.#host.restart('program');
    }
    // What was received is written while the next packet comes.
    if (op === 0x11 || op === 0x03) this.#host.busy(this.#spent);
    this.#spent = 0;
  }

  readonly #commands: Readonly<Record<number, Command>> = {
    // FLASH_BEGIN, _DATA, _END
    2: ({ body }) => {
      const [size = 0, , , offset = 0] = words(body);
      if (offset + size > this.#flash.bytes.length) return this.#refuse(NOT_IN_FLASH_MODE);
      this.#host.busy(this.#flash.erase(offset, size));
      this.#plainAt = offset;
      return DONE;
    },
    3: (request) =>
      this.#data(request, (data) => {
        if (this.#plainAt === undefined) return this.#refuse(NOT_IN_FLASH_MODE);
        this.#spent = this.#flash.write(this.#plainAt, data);
        this.#plainAt += data.length;
        return DONE;
      }),
    4: () => {
      this.#plainAt = undefined;
      return DONE;
    },
    // MEM_BEGIN, _END, _DATA
    5: ({ body }) => {
      const [, , , address = 0] = words(body);
      this.#upload = { address, parts: [] };
      return DONE;
    },
    6: () => {
      this.#keepUpload();
      return DONE;
    },
    7: (request) =>
      this.#data(request, (data) => {
        this.#upload?.parts.push(data);
        this.#keepUpload();
        return DONE;
      }),
    // SYNC
    8: () => ({ value: this.isStub ? 0 : ROM_SYNC_VALUE }),
    // WRITE_REG, READ_REG
    9: ({ body }) => {
      const [address = 0, value = 0, mask = 0] = words(body);
      this.#registers.write(address, value, mask);
      return DONE;
    },
    10: ({ body }) => ({ value: this.#registers.read(words(body)[0] ?? 0) }),
    // SPI_SET_PARAMS, SPI_ATTACH, CHANGE_BAUDRATE
    11: () => DONE,
    13: () => DONE,
    15: () => DONE,
    // FLASH_DEFL_BEGIN, _DATA, _END
    16: ({ body }) => {
      const [size = 0, , , offset = 0] = words(body);
      if (offset + size > this.#flash.bytes.length) return this.#refuse(NOT_IN_FLASH_MODE);
      const ms = this.#flash.erase(offset, size);
      this.#writing = beginDeflated(this.#flash, offset, size, this.isStub ? ms : 0);
      if (!this.isStub) this.#host.busy(ms);
      return DONE;
    },
    17: (request) =>
      this.#data(request, (data) => {
        const ms = this.#writing?.take(data);
        if (ms === undefined) return this.#refuse(this.#writing ? BAD_DEFLATE : NOT_IN_FLASH_MODE);
        this.#spent = ms;
        return DONE;
      }),
    18: () => {
      const isWhole = this.#writing?.isWhole ?? true;
      this.#writing = undefined;
      return isWhole ? DONE : this.#refuse(WRONG_AMOUNT);
    },
    // SPI_FLASH_MD5
    19: ({ body }) => {
      const [offset = 0, size = 0] = words(body);
      const digest = createHash('md5').update(this.#flash.bytes.subarray(offset, offset + size));
      return { data: this.isStub ? digest.digest() : Buffer.from(digest.digest('hex')) };
    },
    // GET_SECURITY_INFO
    20: () => this.#securityInfo(),
    // ERASE_FLASH, ERASE_REGION, of the stub only
    208: () => this.#stubOnly(() => this.#flash.erase(0, this.#flash.bytes.length)),
    209: ({ body }) => this.#stubOnly(() => this.#flash.erase(words(body)[0] ?? 0, words(body)[1] ?? 0)),
  };

  #stubOnly(act: () => number): Answer {
    if (!this.isStub) return this.#refuse(INVALID);
    this.#host.busy(act());
    return DONE;
  }

  #data({ body, checksum: expected }: Request, take: (data: Buffer) => Answer): Answer {
    const data = body.subarray(16);
    if (words(body)[0] !== data.length) return this.#refuse(BAD_LENGTH);
    if (checksum(data) !== (expected & 0xff)) return this.#refuse(BAD_CHECKSUM);
    return take(data);
  }

  #keepUpload(): void {
    if (this.#upload === undefined) return;
    this.#uploaded.set(this.#upload.address, Buffer.concat(this.#upload.parts));
  }

  #securityInfo(): Answer {
    const { securityInfo, imageId } = this.#profile;
    const { secureBoot = false, secureDownload = false, encryption = false } = this.#security;
    const info = Buffer.alloc(securityInfo === 'long' ? 20 : 12);
    info.writeUInt32LE(Number(secureBoot) | (Number(secureDownload) << 2), 0);
    info[4] = encryption ? 0b111 : 0;
    if (securityInfo === 'long') info.writeUInt32LE(imageId, 12);
    return { data: info };
  }
}
