/** The client's side of RFC 2217: sets a serial port at the other end of a network. Knows no sockets. */
import { TflqError } from '../common/errors.ts';
import { CONTROL, NOTICE, OPTION, ORDER, type Order, PARITY, PURGE_BOTH, REPLY_OFFSET } from './com-port.ts';
import { negotiation, subnegotiation, TelnetDecoder } from './telnet.ts';
import { TelnetOptions } from './telnet-options.ts';
import type { SerialSettings, SerialSignals } from './transport.ts';

/** A server that has not answered after so long does not know what it was asked. */
const ANSWER_LIMIT_MS = 3000;

const PLAIN = 'If it only carries bytes, write tcp:// in place of rfc2217://.';

/** What messages call the orders. */
const WORDS: Readonly<Record<Order, string>> = {
  setBaud: 'the speed',
  setDataSize: 'the number of data bits',
  setParity: 'the parity',
  setStopSize: 'the number of stop bits',
  setControl: 'a control signal',
  purge: 'the purging of its buffers',
};

/** What a client is connected to. */
export interface ComPortListener {
  /** Sends bytes to the server. */
  send(bytes: Uint8Array): void;
  /** Bytes from the serial port. */
  data(bytes: Uint8Array): void;
  /** The server asks to send nothing more (true), or that it may go on. */
  suspend(isSuspended: boolean): void;
}

/** A question to the server. */
interface Question {
  /** The number of the reply that answers it; undefined: the agreement on the option. */
  readonly code: number | undefined;
  /** True for a reply with that number which is about this. */
  readonly isAnswer: (payload: Uint8Array) => boolean;
  resolve(payload: Uint8Array): void;
  reject(error: TflqError): void;
}

const anything = (): boolean => true;

/** SET-CONTROL is about many things: only the values of the one that was set answer it. */
const oneOf =
  (...values: number[]) =>
  ([value]: Uint8Array): boolean =>
    values.includes(value!);

function bytesOf(order: Order, value: ArrayLike<number>): Uint8Array {
  return subnegotiation(OPTION.comPort, Uint8Array.of(ORDER[order], ...Array.from(value)));
}

/** One server's port. */
export class ComPortClient {
  readonly #name: string;
  readonly #listener: ComPortListener;
  readonly #options: TelnetOptions;
  readonly #decoder: TelnetDecoder;
  readonly #questions = new Set<Question>();
  #failure: TflqError | undefined;

  /** @param name what messages call the port */
  constructor(name: string, listener: ComPortListener) {
    this.#name = name;
    this.#listener = listener;
    this.#options = new TelnetOptions(
      [OPTION.binary, OPTION.suppressGoAhead, OPTION.comPort],
      [OPTION.binary, OPTION.suppressGoAhead],
      (verb, option) => listener.send(negotiation(verb, option)),
    );
    this.#decoder = new TelnetDecoder({
      data: (bytes) => listener.data(bytes),
      negotiation: (verb, option) => {
        const isOn = this.#options.receive(verb, option);
        if (option !== OPTION.comPort || isOn === undefined) return;
        if (isOn) this.#answer(undefined, new Uint8Array(0));
        else this.fail(this.#error('the server there does not do RFC 2217', PLAIN));
      },
      subnegotiation: (option, [code, ...payload]) => {
        if (option !== OPTION.comPort || code === undefined) return;
        if (code === NOTICE.suspend || code === NOTICE.resume) listener.suspend(code === NOTICE.suspend);
        else this.#answer(code, Uint8Array.from(payload));
      },
    });
  }

  /** Takes the next bytes from the server. */
  push(bytes: Uint8Array): void {
    this.#decoder.push(bytes);
  }

  /** Ends all that waits, and all to come, with this error. The first call counts. */
  fail(error: TflqError): void {
    this.#failure ??= error;
    for (const question of this.#questions) question.reject(this.#failure);
  }

  /**
   * Agrees with the server on RFC 2217, sets its port (besides: no flow control), and empties it.
   *
   * @throws TflqError('link') where the server refuses, cannot do it, or does not answer
   */
  async start({ baud, parity }: SerialSettings): Promise<void> {
    const agreed = this.#ask(undefined, anything, 'it does not answer to Telnet', PLAIN);
    this.#options.ask();
    await agreed;
    await this.setBaud(baud);
    await this.#set('setDataSize', 8);
    await this.#set('setParity', PARITY[parity]);
    await this.#set('setStopSize', 1);
    const { noFlowControl } = CONTROL;
    await this.#order('setControl', [noFlowControl], oneOf(noFlowControl, 2, 3));
    await this.purge();
  }

  /**
   * Changes the speed, in bits per second.
   *
   * @throws TflqError('link') where the server cannot do that
   */
  async setBaud(baud: number): Promise<void> {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(baud);
    const answer = Buffer.from(await this.#order('setBaud', bytes));
    this.#requireEqual('setBaud', answer.length === 4 ? answer.readUInt32BE() : 0, baud);
  }

  /**
   * Sets DTR and RTS, and waits until the server has: what follows has its own timing. Of ports without such lines
   * some servers never tell, which is no error.
   *
   * @throws TflqError('link') where the line has gone
   */
  async setSignals({ dtr, rts }: SerialSignals): Promise<void> {
    const { dtrOn, dtrOff, rtsOn, rtsOff } = CONTROL;
    const answers = [oneOf(dtrOn, dtrOff), oneOf(rtsOn, rtsOff)].map((isAnswer) =>
      this.#answerTo('setControl', isAnswer),
    );
    // In one piece, since a board's reset circuit only overlooks what lies between the two for a moment.
    const both = [dtr ? dtrOn : dtrOff, rts ? rtsOn : rtsOff].map((value) => bytesOf('setControl', [value]));
    this.#listener.send(Buffer.concat(both));
    await Promise.allSettled(answers);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Throws away what the server has received and not sent on, in both directions. */
  async purge(): Promise<void> {
    await this.#order('purge', [PURGE_BOTH]);
  }

  async #set(order: Order, value: number): Promise<void> {
    const [answer] = await this.#order(order, [value]);
    this.#requireEqual(order, answer ?? 0, value);
  }

  #requireEqual(order: Order, answer: number, value: number): void {
    if (answer === value) return;
    throw this.#error(
      `the serial server cannot set ${WORDS[order]} to ${value}: it has ${answer}`,
      'What may be set, and to what, is in the configuration of the server.',
    );
  }

  #order(order: Order, value: ArrayLike<number>, isAnswer?: Question['isAnswer']): Promise<Uint8Array> {
    const answer = this.#answerTo(order, isAnswer);
    this.#listener.send(bytesOf(order, value));
    return answer;
  }

  #answerTo(order: Order, isAnswer: Question['isAnswer'] = anything): Promise<Uint8Array> {
    const silence = `it does not answer to setting ${WORDS[order]}`;
    return this.#ask(ORDER[order] + REPLY_OFFSET, isAnswer, silence);
  }

  async #ask(
    code: number | undefined,
    isAnswer: Question['isAnswer'],
    silence: string,
    hint = 'Is another client connected to the same port, or does the server hang?',
  ): Promise<Uint8Array> {
    if (this.#failure !== undefined) throw this.#failure;
    let question: Question | undefined;
    let alarm: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        question = { code, isAnswer, resolve, reject };
        this.#questions.add(question);
        const seconds = ANSWER_LIMIT_MS / 1000;
        alarm = setTimeout(() => {
          reject(this.#error(`there is no RFC 2217 server: ${silence} (${seconds} s)`, hint));
        }, ANSWER_LIMIT_MS);
      });
    } finally {
      clearTimeout(alarm);
      this.#questions.delete(question!);
    }
  }

  #answer(code: number | undefined, payload: Uint8Array): void {
    for (const question of this.#questions)
      if (question.code === code && question.isAnswer(payload)) {
        question.resolve(payload);
        return;
      }
  }

  #error(message: string, hint: string): TflqError {
    return new TflqError('link', message, { where: this.#name, hint });
  }
}
