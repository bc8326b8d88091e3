/** A board that runs the harness, as the rest of the tool sees it. */
import { setTimeout } from 'node:timers/promises';
import { TflqError } from '../common/errors.ts';
import type { LinkStatistics } from '../common/validation-report.ts';
import { Channel } from './channel.ts';
import {
  ERROR_CODE,
  type Hello,
  INVOKE_FIELDS_BYTES,
  PROFILE_FIELDS_BYTES,
  parseHello,
  parseTensors,
  type RequestName,
  RUN_REPLY_FIELDS_BYTES,
  readRequest,
  readWords,
  type TensorEntry,
  tensorsRequest,
  WRITE_FIELDS_BYTES,
  words,
} from './messages.ts';
import { explainRefusal, RefusedError, senselessReply } from './refusal.ts';
import type { Transport } from './transport.ts';

/** A board is given up after so long without an answer, unless it runs the network. */
const QUICK_LIMIT_MS = 10_000;
const DEFAULT_TIMEOUT_MS = 30_000;

/** Once it is known how long an inference takes, a dead board is noticed sooner. */
const RUN_LIMIT_FACTOR = 20;

/** A board that restarts more often than this within one sample never gets anywhere. */
const MOST_RESTARTS = 3;

/** What a program has printed is with us after this time. */
const STDERR_DELAY_MS = 50;

const NOTHING = new Uint8Array(0);

/** How to talk to a board. */
export interface DeviceOptions {
  /** The longest wait for an inference, in milliseconds; 30,000 unless given. Other requests wait at most 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Is told each line of text that the board prints. */
  readonly onText?: ((line: string) => void) | undefined;
  /** Ends whatever the device does, now and later, with TflqError('interrupted'). */
  readonly signal?: AbortSignal | undefined;
}

/** What a board says of itself and its network. */
export interface DeviceInfo extends Hello {
  readonly inputs: readonly TensorEntry[];
  readonly outputs: readonly TensorEntry[];
}

/** One inference on the board. */
export interface Inference {
  /** Of the port's counter, see DeviceInfo.tickHz. */
  readonly ticks: number;
  /** The bytes of each output, little-endian. */
  readonly outputs: readonly Uint8Array[];
}

/** One inference, measured operator by operator. */
export interface Profile {
  /** Of the whole run; measuring is part of it. */
  readonly ticks: number;
  /** Of each operator, in the network's order. */
  readonly opTicks: readonly number[];
}

/** How much stack the firmware used since it started. */
export interface StackUse {
  readonly usedBytes: number;
  readonly sizeBytes: number;
}

/** A board on an open line. One call at a time. */
export class Device {
  readonly #transport: Transport;
  readonly #channel: Channel;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = (): void =>
    this.#channel.fail(new TflqError('interrupted', 'talking to the board was interrupted'));
  #info: DeviceInfo | undefined;
  #run = 0;

  /** @param transport an open line that nobody listens to yet; the device closes it */
  constructor(transport: Transport, options: DeviceOptions = {}) {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, onText = () => {}, signal } = options;
    this.#transport = transport;
    this.#timeoutMs = timeoutMs;
    this.#channel = new Channel(transport, onText);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
    if (signal?.aborted) this.#abort();
  }

  /** What messages call the board's line. */
  get name(): string {
    return this.#transport.name;
  }

  /** What the board said last of itself; `hello` must have been called. */
  get info(): DeviceInfo {
    if (this.#info === undefined) throw new Error('nobody said hello to the board');
    return this.#info;
  }

  /**
   * The error with what the board said last: an allocator's complaint says more than a status. Standard error is a pipe
   * of its own, which may be behind the line by a little.
   */
  async explained(error: TflqError): Promise<TflqError> {
    await setTimeout(STDERR_DELAY_MS);
    return this.#channel.explained(error);
  }

  /** How the line behaved so far. */
  get statistics(): LinkStatistics {
    return this.#channel.statistics;
  }

  /**
   * Asks what the board carries. Whatever it was doing for somebody else is forgotten.
   *
   * @throws TflqError('link') when it does not answer, 'firmware' when its answers make no sense
   */
  async hello(): Promise<DeviceInfo> {
    const hello = parseHello(await this.#ask('hello', NOTHING));
    if (hello === undefined || hello.payloadLimit < 64) throw this.#nonsense('hello');
    const tensors: TensorEntry[] = [];
    while (tensors.length < hello.inputCount + hello.outputCount) {
      const more = parseTensors(await this.#ask('tensors', tensorsRequest(tensors.length)));
      if (more.length === 0) throw this.#nonsense('tensors');
      tensors.push(...more);
    }
    this.#info = {
      ...hello,
      inputs: tensors.slice(0, hello.inputCount),
      outputs: tensors.slice(hello.inputCount, hello.inputCount + hello.outputCount),
    };
    return this.#info;
  }

  /**
   * Runs the network once.
   *
   * @param inputs the bytes of each input, little-endian
   * @param meanwhile called when the board has been told to run the network: the time for work of one's own. A
   *   board that restarts is told again.
   * @throws TflqError('link') when the line breaks, 'firmware' when the network fails
   */
  async infer(inputs: readonly Uint8Array[], meanwhile?: () => void): Promise<Inference> {
    const block = this.#inputBlock(inputs);
    return this.#fromTheStart(async () => {
      const run = ++this.#run;
      const tail = await this.#write(block, INVOKE_FIELDS_BYTES);
      const running = this.#ask('invoke', words([run, tail.offset], tail.bytes), this.#runLimitMs());
      if (meanwhile !== undefined) {
        // Nobody waits for it if `meanwhile` throws.
        running.catch(() => {});
        meanwhile();
      }
      const reply = await running;
      const [answered, ticks] = readWords(reply.subarray(0, RUN_REPLY_FIELDS_BYTES));
      if (answered !== run || ticks === undefined) throw this.#nonsense('invoke');
      return { ticks, outputs: await this.#read(reply.subarray(RUN_REPLY_FIELDS_BYTES)) };
    });
  }

  /**
   * Runs the network once and measures every operator.
   *
   * @param inputs the bytes of each input, little-endian
   * @throws as `infer`
   */
  async profile(inputs: readonly Uint8Array[]): Promise<Profile> {
    const block = this.#inputBlock(inputs);
    return this.#fromTheStart(async () => {
      const run = ++this.#run;
      const tail = await this.#write(block, PROFILE_FIELDS_BYTES);
      const opTicks: number[] = [];
      let request = words([run, 0, tail.offset], tail.bytes);
      for (;;) {
        const reply = readWords(await this.#ask('profile', request, this.#runLimitMs()));
        const [answered, ticks, ...more] = reply;
        if (answered !== run || ticks === undefined) throw this.#nonsense('profile');
        opTicks.push(...more);
        if (opTicks.length >= this.info.opCount) return { ticks, opTicks };
        if (more.length === 0) throw this.#nonsense('profile');
        request = words([run, opTicks.length, block.length]);
      }
    });
  }

  /** The stack's high-water mark; undefined where the board cannot tell. */
  async stack(): Promise<StackUse | undefined> {
    const [usedBytes, sizeBytes] = readWords(await this.#ask('stack', NOTHING));
    if (usedBytes === undefined || sizeBytes === undefined) throw this.#nonsense('stack');
    return sizeBytes === 0 ? undefined : { usedBytes, sizeBytes };
  }

  /** Restarts the firmware and greets it again. */
  async reset(): Promise<DeviceInfo> {
    await this.#ask('reset', NOTHING);
    return this.hello();
  }

  /** Closes the line and ends what was started for it, e.g. an emulator. May be called twice. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#channel.fail(new TflqError('link', 'the line was closed', { where: this.name }));
    await this.#transport.close();
  }

  #runLimitMs(): number {
    const typical = this.#channel.timer('invoke').typicalMs;
    if (typical === undefined) return this.#timeoutMs;
    return Math.min(this.#timeoutMs, Math.max(QUICK_LIMIT_MS, RUN_LIMIT_FACTOR * typical));
  }

  async #ask(name: RequestName, payload: Uint8Array, limitMs?: number): Promise<Uint8Array> {
    try {
      return await this.#channel.request(name, payload, limitMs ?? Math.min(this.#timeoutMs, QUICK_LIMIT_MS));
    } catch (error) {
      // Whether inputs are missing because the board restarted is for #fromTheStart to see.
      if (!(error instanceof RefusedError) || error.reply.code === ERROR_CODE.order) throw error;
      throw await this.explained(explainRefusal(this.name, name, error.reply));
    }
  }

  #nonsense(name: RequestName): TflqError {
    return senselessReply(this.name, name);
  }

  /** A board that restarted has forgotten the sample: it gets it once more, from the first byte on. */
  async #fromTheStart<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (let restarts = 0; ; restarts++) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        if (restarts === MOST_RESTARTS) {
          throw new TflqError('link', 'the board restarts again and again while it is fed', {
            where: this.name,
            hint: 'Does a watchdog bite, does the stack overflow, is the supply too weak?',
            cause: error,
          });
        }
        await this.hello();
      }
    }
  }

  #inputBlock(inputs: readonly Uint8Array[]): Uint8Array {
    const sizes = this.info.inputs.map((tensor) => tensor.bytes);
    if (inputs.length !== sizes.length || inputs.some((bytes, i) => bytes.length !== sizes[i])) {
      const given = inputs.map((bytes) => bytes.length).join(', ');
      throw new Error(`the board's inputs take ${sizes.join(', ')} bytes, not ${given}`);
    }
    return Buffer.concat(inputs);
  }

  /** Writes all but the last bytes of the inputs, which go along with the run. */
  async #write(
    block: Uint8Array,
    runFieldsBytes: number,
  ): Promise<{ readonly offset: number; readonly bytes: Uint8Array }> {
    const limit = this.info.payloadLimit;
    let offset = 0;
    while (block.length - offset > limit - runFieldsBytes) {
      const end = Math.min(block.length, offset + limit - WRITE_FIELDS_BYTES);
      await this.#ask('write', words([offset], block.subarray(offset, end)));
      offset = end;
    }
    return { offset, bytes: block.subarray(offset) };
  }

  /** Reads the outputs, whose first bytes came along with the run. */
  async #read(first: Uint8Array): Promise<Uint8Array[]> {
    const { outputs, payloadLimit } = this.info;
    const block = new Uint8Array(outputs.reduce((sum, { bytes }) => sum + bytes, 0));
    if (first.length > block.length) throw this.#nonsense('invoke');
    block.set(first);
    let offset = first.length;
    while (offset < block.length) {
      const count = Math.min(payloadLimit, block.length - offset);
      const bytes = await this.#ask('read', readRequest(offset, count));
      if (bytes.length !== count) throw this.#nonsense('read');
      block.set(bytes, offset);
      offset += count;
    }
    let end = 0;
    return outputs.map(({ bytes }) => {
      end += bytes;
      return block.subarray(end - bytes, end);
    });
  }
}
