/**
 * How long to wait for an answer before the request is sent again: Jacobson's estimate (RFC 6298), smoothed time
 * plus four times its deviation, kept for each kind of request by itself. After a repetition nobody can tell
 * which of the two was answered; such times are not counted (Karn), but the longer wait stays in force until an
 * undisturbed exchange, so that a line which is slower than the first guess is learnt, too.
 */
const SHORTEST_MS = 60;

/** The estimate for one kind of request. */
export class RetryTimer {
  readonly #longestMs: number;
  #waitMs: number;
  #smoothed: number | undefined;
  #deviation = 0;

  /**
   * @param firstMs the wait while nothing is known
   * @param longestMs the wait never gets longer by repetitions than this, or than what was measured
   */
  constructor(firstMs: number, longestMs: number) {
    this.#waitMs = firstMs;
    this.#longestMs = longestMs;
  }

  /** Milliseconds to wait before the request is repeated. */
  get waitMs(): number {
    return this.#waitMs;
  }

  /** The smoothed time that an answer took; undefined as long as none is known. */
  get typicalMs(): number | undefined {
    return this.#smoothed;
  }

  /** A request was answered in this time, without having been repeated. */
  answered(ms: number): void {
    if (this.#smoothed === undefined) {
      this.#smoothed = ms;
      this.#deviation = ms / 2;
    } else {
      this.#deviation += (Math.abs(ms - this.#smoothed) - this.#deviation) / 4;
      this.#smoothed += (ms - this.#smoothed) / 8;
    }
    this.#waitMs = Math.max(SHORTEST_MS, 1.5 * this.#smoothed, this.#smoothed + 4 * this.#deviation);
  }

  /** A wait ended without an answer. */
  expired(): void {
    this.#waitMs = Math.max(this.#waitMs, Math.min(2 * this.#waitMs, this.#longestMs));
  }
}
