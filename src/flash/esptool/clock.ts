/** Time, and waiting that ends when the user interrupts. */
import { TflqError } from '../../common/errors.ts';

/** Where time comes from; tests bring one that does not pass by itself. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls `ring` once, after `ms`. Returns what cancels it. */
  alarm(ms: number, ring: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  alarm(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/** Waits on a clock. Every call throws TflqError('interrupted') from the moment on at which the signal says so. */
export class Patience {
  readonly clock: Clock;
  readonly #signal: AbortSignal | undefined;

  constructor(clock: Clock, signal: AbortSignal | undefined) {
    this.clock = clock;
    this.#signal = signal;
  }

  /** Throws if the user has interrupted. */
  check(): void {
    if (!this.#signal?.aborted) return;
    throw new TflqError('interrupted', 'flashing was interrupted, and the board may hold half a firmware', {
      hint: 'Run the same command again: it goes on where this one stopped.',
    });
  }

  /** Lets time pass. */
  async sleep(ms: number): Promise<void> {
    await this.within(ms, new Promise<never>(() => {}));
  }

  /** Waits for a promise, but only so long. Resolves to undefined when it took too long. */
  async within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
    this.check();
    let cancel = (): void => {};
    let abort = (): void => {};
    try {
      return await Promise.race([
        promise,
        new Promise<undefined>((resolve) => {
          cancel = this.clock.alarm(ms, () => resolve(undefined));
          abort = () => resolve(undefined);
          this.#signal?.addEventListener('abort', abort);
        }),
      ]);
    } finally {
      cancel();
      this.#signal?.removeEventListener('abort', abort);
      this.check();
    }
  }
}
