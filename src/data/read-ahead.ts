/** Decodes the next few samples while one is in use, and holds no others. */

/** So many are decoded ahead. */
const AHEAD = 3;

/**
 * Samples that are mostly asked for in their order. Only the one that was asked for last and the next few are held, so
 * memory does not grow with their number.
 */
export class ReadAhead<T> {
  readonly #held = new Map<number, Promise<T>>();
  readonly #count: number;
  readonly #load: (k: number) => Promise<T>;

  /** @param load decodes sample `k`, 0 ≤ k < count */
  constructor(count: number, load: (k: number) => Promise<T>) {
    this.#count = count;
    this.#load = load;
  }

  /** How many samples are held or being decoded: never more than four. */
  get held(): number {
    return this.#held.size;
  }

  /** Gives sample `k`. */
  get(k: number): Promise<T> {
    const last = Math.min(k + AHEAD, this.#count - 1);
    for (const other of this.#held.keys()) if (other < k || other > last) this.#held.delete(other);
    for (let next = k; next <= last; next++) {
      if (this.#held.has(next)) continue;
      const sample = this.#load(next);
      // One that fails ahead of its time is told of when it is asked for.
      sample.catch(() => undefined);
      this.#held.set(next, sample);
    }
    return this.#held.get(k)!;
  }
}
