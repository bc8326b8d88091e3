/** A bad line: a transport between a device and its real one that drops, damages and doubles frames. */
import type { Transport, TransportListener } from '../../src/link/transport.ts';
import { randomNumbers } from './random.ts';

/** How bad the line is. */
export interface Faults {
  /** Share of the frames, in each direction, that one of the three happens to. */
  readonly rate: number;
  readonly seed: number;
}

/** A line that counts what it did. */
export interface FaultyTransport extends Transport {
  readonly counts: { frames: number; dropped: number; damaged: number; doubled: number };
}

/** Puts a bad line in front of a transport. */
export function faultyTransport(inner: Transport, { rate, seed }: Faults): FaultyTransport {
  const random = randomNumbers(seed);
  const counts = { frames: 0, dropped: 0, damaged: 0, doubled: 0 };

  const pass = (frame: Uint8Array): Uint8Array[] => {
    counts.frames++;
    if (random() >= rate) return [frame];
    const kind = Math.floor(random() * 3);
    if (kind === 0) {
      counts.dropped++;
      return [];
    }
    if (kind === 1) {
      counts.doubled++;
      return [frame, frame];
    }
    counts.damaged++;
    const broken = frame.slice();
    const at = Math.floor(random() * frame.length);
    if (random() < 0.5) broken[at] = broken[at]! ^ (1 + Math.floor(random() * 255));
    else return [Uint8Array.from([...broken.subarray(0, at), ...broken.subarray(at + 1)])];
    return [broken];
  };

  return {
    name: inner.name,
    counts,
    listen(listener: TransportListener) {
      let held: number[] = [];
      const release = (): void => {
        if (held.length > 0) listener.data(Uint8Array.from(held));
        held = [];
      };
      inner.listen({
        data(bytes) {
          for (const byte of bytes) {
            held.push(byte);
            // The zero in front of a frame, and the one that ends it.
            if (byte !== 0 || held.length === 1) continue;
            for (const frame of pass(Uint8Array.from(held))) listener.data(frame);
            held = [];
          }
        },
        closed(reason) {
          release();
          listener.closed(reason);
        },
      });
    },
    async write(bytes) {
      for (const frame of pass(bytes)) await inner.write(frame);
    },
    close: () => inner.close(),
  };
}
