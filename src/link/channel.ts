/** Requests and their replies over a line that loses, damages and doubles frames. */
import { randomInt } from 'node:crypto';
import { TflqError } from '../common/errors.ts';
import type { LinkStatistics } from '../common/validation-report.ts';
import { FrameDecoder } from './decoder.ts';
import { encodeFrame, type Frame, PROTOCOL_VERSION } from './frame.ts';
import { ERROR_CODE, ERROR_REPLY, parseError, REPLY, REQUEST, type RequestName } from './messages.ts';
import { RefusedError } from './refusal.ts';
import { RetryTimer } from './retry-timer.ts';
import type { Transport } from './transport.ts';

/** Waits before a repetition: the first guess, and how long repetitions may make it. */
const QUICK_WAITS_MS = { first: 250, longest: 1000 };
const RUN_WAITS_MS = { first: 1000, longest: 8000 };

/** So many lines of a board's text are kept, to be shown when it dies. */
const LAST_WORDS = 6;

function runsNetwork(name: RequestName): boolean {
  return name === 'invoke' || name === 'profile';
}

/** The error with the last lines that the board said in its hint. */
function withWords(error: TflqError, words: readonly string[]): TflqError {
  if (words.length === 0) return error;
  const said = `The last that it said: ${words.join(' | ')}`;
  return new TflqError(error.kind, error.message, {
    ...(error.where === undefined ? {} : { where: error.where }),
    hint: error.hint === undefined ? said : `${error.hint} ${said}`,
    cause: error.cause,
  });
}

interface Pending {
  readonly sequence: number;
  readonly type: number;
  resolve(payload: Uint8Array): void;
  reject(error: Error): void;
}

/** One request at a time; repeats it until its reply is there. */
export class Channel {
  readonly #transport: Transport;
  readonly #decoder: FrameDecoder;
  readonly #timers = new Map<RequestName, RetryTimer>();
  readonly #counts = { requests: 0, repeats: 0, damaged: 0, stale: 0 };
  /** Begins anywhere, so that late replies to an earlier client are not taken for replies to this one. */
  #sequence = randomInt(0x10000);
  #pending: Pending | undefined;
  #broken: TflqError | undefined;
  #isSending = false;
  /** A request that came while the one before was still being sent. */
  #waiting: Uint8Array | undefined;
  #lastWords: string[] = [];

  /**
   * @param transport the open line
   * @param onText is told each line of text that comes from the board
   */
  constructor(transport: Transport, onText: (line: string) => void) {
    this.#transport = transport;
    this.#decoder = new FrameDecoder({
      frame: (frame) => this.#receive(frame),
      text: (line) => {
        this.#lastWords = [...this.#lastWords, line].slice(-LAST_WORDS);
        onText(line);
      },
      damage: () => {
        this.#counts.damaged++;
      },
    });
    transport.listen({
      data: (bytes) => this.#decoder.push(bytes),
      closed: (reason) => {
        this.#decoder.flushText();
        this.fail(withWords(reason, this.#lastWords));
      },
    });
  }

  /** Counts since the channel was made. */
  get statistics(): LinkStatistics {
    return { ...this.#counts };
  }

  /** The error with what the board said last, on the line and beside it. */
  explained(error: TflqError): TflqError {
    return withWords(error, [...this.#lastWords, ...(this.#transport.said?.() ?? []).slice(-LAST_WORDS)]);
  }

  /** The estimate of how long this kind of request takes. */
  timer(name: RequestName): RetryTimer {
    let timer = this.#timers.get(name);
    if (timer === undefined) {
      const { first, longest } = runsNetwork(name) ? RUN_WAITS_MS : QUICK_WAITS_MS;
      timer = new RetryTimer(first, longest);
      this.#timers.set(name, timer);
    }
    return timer;
  }

  /** Ends the request under way, and all to come, with this error. The first call counts. */
  fail(error: TflqError): void {
    this.#broken ??= error;
    this.#settle((pending) => pending.reject(this.#broken!));
  }

  /**
   * Sends a request, again where needed, and resolves to its reply's payload.
   *
   * @param limitMs how long to try before the board counts as silent
   * @throws RefusedError when the board answers with an error
   * @throws TflqError('link') when the line breaks or the board stays silent
   * @throws TflqError('firmware') when the board speaks another version of the protocol
   */
  async request(name: RequestName, payload: Uint8Array, limitMs: number): Promise<Uint8Array> {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#pending !== undefined) throw new Error('a request is under way already');
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const type = REQUEST[name];
    const sequence = this.#sequence;
    const bytes = encodeFrame({ version: PROTOCOL_VERSION, type, sequence, payload });
    this.#counts.requests++;

    const retry = this.timer(name);
    const began = performance.now();
    let repeated = false;
    let alarm: NodeJS.Timeout | undefined;
    try {
      const reply = await new Promise<Uint8Array>((resolve, reject) => {
        this.#pending = { sequence, type, resolve, reject };
        const wait = (): void => {
          const left = began + limitMs - performance.now();
          // After a long computation of ours the time is up although the reply may be there, unread: look first.
          alarm = setTimeout(() => setImmediate(expire), Math.min(retry.waitMs, Math.max(left, 0)));
        };
        const expire = (): void => {
          if (this.#pending?.sequence !== sequence) return;
          if (performance.now() - began >= limitMs) {
            this.#decoder.flushText();
            reject(this.#silence(name, limitMs));
            return;
          }
          retry.expired();
          repeated = true;
          // What a line has not even taken yet would only pile up.
          if (!this.#isSending) {
            this.#counts.repeats++;
            this.#send(bytes);
          }
          wait();
        };
        this.#send(bytes);
        wait();
      });
      if (!repeated) retry.answered(performance.now() - began);
      return reply;
    } finally {
      clearTimeout(alarm);
      this.#pending = undefined;
    }
  }

  /** Sends a request as soon as the line has taken what was sent before. */
  #send(bytes: Uint8Array): void {
    if (this.#isSending) {
      this.#waiting = bytes;
      return;
    }
    this.#isSending = true;
    void this.#transport.write(bytes).then(() => {
      this.#isSending = false;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next !== undefined) this.#send(next);
    });
  }

  #receive({ version, type, sequence, payload }: Frame): void {
    if (sequence !== this.#pending?.sequence) {
      this.#counts.stale++;
    } else if (version !== PROTOCOL_VERSION) {
      this.#settle((pending) => pending.reject(this.#otherVersion(version)));
    } else if (type === ERROR_REPLY) {
      const reply = parseError(payload);
      const error =
        reply.code === ERROR_CODE.version ? this.#otherVersion(reply.value) : new RefusedError(reply);
      this.#settle((pending) => pending.reject(error));
    } else if (type === (this.#pending.type | REPLY)) {
      this.#settle((pending) => pending.resolve(payload));
    } else {
      this.#counts.damaged++;
    }
  }

  /** The request under way is over at once: a second reply, which may come in the same breath, is a stale one. */
  #settle(how: (pending: Pending) => void): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) how(pending);
  }

  #otherVersion(version: number): TflqError {
    return new TflqError(
      'firmware',
      `the board speaks version ${version} of the link protocol, this tool version ${PROTOCOL_VERSION}`,
      {
        where: this.#transport.name,
        hint: 'Make, build and flash the project with this version of the tool: tflq-micro gen … && tflq-micro build && tflq-micro flash.',
      },
    );
  }

  #silence(name: RequestName, limitMs: number): TflqError {
    const seconds = Math.max(1, Math.round(limitMs / 1000));
    const never = this.#counts.requests === 1;
    const hint = never
      ? 'Is it the right port and speed, and is the board flashed with this project (tflq-micro flash)?'
      : runsNetwork(name)
        ? 'Has the firmware crashed, or does one inference take longer than that?'
        : 'Has the firmware crashed, or was the board unplugged?';
    const message = `the board ${never ? 'does not answer' : 'went silent'} (${seconds} s)`;
    return this.explained(new TflqError('link', message, { where: this.#transport.name, hint }));
  }
}
