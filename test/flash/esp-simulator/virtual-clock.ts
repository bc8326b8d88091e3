/** Time that passes only while everybody waits: a flash run of a minute takes as long as its computing. */
import type { Clock } from '../../../src/flash/esptool/clock.ts';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

export class VirtualClock implements Clock {
  #now = 0;
  readonly #alarms = new Set<Alarm>();
  #isPumping = false;

  now(): number {
    return this.#now;
  }

  alarm(ms: number, ring: () => void): () => void {
    const alarm = { at: this.#now + Math.max(0, ms), ring };
    this.#alarms.add(alarm);
    this.#pump();
    return () => this.#alarms.delete(alarm);
  }

  /** Rings the next alarm as soon as nothing else is left to do. */
  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      let next: Alarm | undefined;
      for (const alarm of this.#alarms) if (next === undefined || alarm.at < next.at) next = alarm;
      if (next === undefined) return;
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
      if (this.#alarms.size > 0) this.#pump();
    });
  }
}
