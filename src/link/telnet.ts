/** The bytes of the Telnet protocol (RFC 854, RFC 855): data and commands, told apart and put together. */

/** Interpret as command: the byte in front of every command; doubled, it is itself. */
const IAC = 255;
const SB = 250;
const SE = 240;

/** What negotiates an option. */
export const VERB = { will: 251, wont: 252, do: 253, dont: 254 } as const;

/** An option's end that is asked for or answered. */
export type Verb = keyof typeof VERB;

const VERBS = new Map<number, Verb>(Object.entries(VERB).map(([name, byte]) => [byte, name as Verb]));

/** No subnegotiation that we know is longer; a longer one comes from something that speaks no Telnet. */
const LONGEST_SUBNEGOTIATION = 1024;

/** Data as it goes over the line: every 255 twice. */
export function escapeTelnet(bytes: Uint8Array): Uint8Array {
  let count = 0;
  for (const byte of bytes) if (byte === IAC) count++;
  if (count === 0) return bytes;
  const escaped = new Uint8Array(bytes.length + count);
  let at = 0;
  for (const byte of bytes) {
    escaped[at++] = byte;
    if (byte === IAC) escaped[at++] = IAC;
  }
  return escaped;
}

/** The bytes of WILL, WONT, DO or DONT. */
export function negotiation(verb: Verb, option: number): Uint8Array {
  return Uint8Array.of(IAC, VERB[verb], option);
}

/** The bytes of a subnegotiation. */
export function subnegotiation(option: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.of(IAC, SB, option, ...escapeTelnet(payload), IAC, SE);
}

/** What a decoder finds. */
export interface TelnetListener {
  data(bytes: Uint8Array): void;
  negotiation(verb: Verb, option: number): void;
  subnegotiation(option: number, payload: Uint8Array): void;
}

/** What the next byte is. */
type State = 'data' | 'command' | 'option' | 'subnegotiation' | 'subnegotiation command';

/** Takes the line in pieces of any size. */
export class TelnetDecoder {
  readonly #listener: TelnetListener;
  #state: State = 'data';
  #verb: Verb | undefined;
  #payload: number[] = [];

  constructor(listener: TelnetListener) {
    this.#listener = listener;
  }

  /** Takes the next bytes and tells the listener what they hold, data in pieces as large as they come. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state !== 'data') {
        this.#take(bytes[at++]!);
        continue;
      }
      const iac = bytes.indexOf(IAC, at);
      const end = iac < 0 ? bytes.length : iac;
      if (end > at) this.#listener.data(bytes.subarray(at, end));
      if (iac >= 0) this.#state = 'command';
      at = end + 1;
    }
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'command':
        this.#command(byte);
        break;
      case 'option':
        this.#state = 'data';
        this.#listener.negotiation(this.#verb!, byte);
        break;
      case 'subnegotiation':
        if (byte === IAC) this.#state = 'subnegotiation command';
        else this.#collect(byte);
        break;
      default:
        this.#subnegotiationCommand(byte);
    }
  }

  #command(byte: number): void {
    this.#verb = VERBS.get(byte);
    if (this.#verb !== undefined) this.#state = 'option';
    else if (byte === SB) {
      this.#payload = [];
      this.#state = 'subnegotiation';
    } else {
      this.#state = 'data';
      if (byte === IAC) this.#listener.data(Uint8Array.of(IAC));
    }
  }

  #collect(byte: number): void {
    if (this.#payload.length < LONGEST_SUBNEGOTIATION) this.#payload.push(byte);
    else this.#state = 'data';
  }

  #subnegotiationCommand(byte: number): void {
    this.#state = 'subnegotiation';
    if (byte === IAC) {
      this.#collect(IAC);
      return;
    }
    const [option, ...payload] = this.#payload;
    // Whatever is not SE ends it too: the other side has forgotten to.
    this.#state = 'data';
    if (byte === SE && option !== undefined) this.#listener.subnegotiation(option, Uint8Array.from(payload));
  }
}
