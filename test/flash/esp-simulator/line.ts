/** The line between the computer and a simulated chip, and what goes wrong on it. */
import { TflqError } from '../../../src/common/errors.ts';
import type { Clock } from '../../../src/flash/esptool/clock.ts';
import type { Transport, TransportListener } from '../../../src/link/transport.ts';
import type { SimulatedChip } from './chip.ts';

/** Something that happens when so many bytes have gone to the chip. */
export interface Incident {
  readonly afterBytes: number;
  /**
   * The chip starts its program or its loader, hangs for ever, talks nonsense, refuses a command as damaged or because
   * it failed, or the cable is pulled.
   */
  readonly what: 'reset' | 'restart in loader' | 'hang' | 'noise' | 'damaged' | 'failed' | 'unplug';
}

/** A line's faults. */
export interface Faults {
  /** A number from 0 to 1, as Math.random. */
  readonly random: () => number;
  /** The share of bytes that are lost, and whose bits change, in either direction. */
  readonly lost?: number;
  readonly changed?: number;
  readonly incidents?: readonly Incident[];
  /** Above this speed nothing arrives as it was sent. */
  readonly topBaud?: number;
}

export interface LineOptions {
  readonly clock: Clock;
  readonly faults?: Faults;
  /** Bytes take the time that the speed says. */
  readonly throttled?: boolean;
  /** False: a line that only carries bytes, as tcp:// does. */
  readonly control?: boolean;
  /** False: a pseudo-terminal, whose signals go nowhere. */
  readonly signals?: boolean;
  readonly usbIds?: { readonly vendor: number; readonly product: number } | undefined;
}

const MS_PER_BYTE = 10_000;

/** Puts a computer and a chip at the two ends of a line. */
export function simulatedLine(chip: SimulatedChip, options: LineOptions): Transport {
  const { clock, faults, throttled = false, control = true, signals = true, usbIds } = options;
  let listener: TransportListener | undefined;
  let baud = 115_200;
  let sent = 0;
  let gone = false;
  let busyUntil = 0;
  let answeredUntil = 0;
  const incidents = [...(faults?.incidents ?? [])].sort((a, b) => a.afterBytes - b.afterBytes);

  const damaged = (bytes: Uint8Array): Uint8Array => {
    if (baud !== chip.baud || baud > (faults?.topBaud ?? Number.POSITIVE_INFINITY)) {
      return bytes.map((byte, i) => (byte * 37 + i * 11) & 0xff);
    }
    if (faults === undefined || !(faults.lost || faults.changed)) return bytes;
    const { lost = 0, changed = 0, random } = faults;
    const arrived = Uint8Array.from(bytes);
    let count = 0;
    for (const byte of bytes) {
      if (random() < lost) continue;
      arrived[count++] = random() < changed ? byte ^ (1 << Math.floor(random() * 8)) : byte;
    }
    return arrived.subarray(0, count);
  };

  const happen = ({ what }: Incident): void => {
    if (what === 'reset') chip.reset('program');
    if (what === 'restart in loader') chip.reset('loader');
    if (what === 'hang') chip.state = 'hung';
    if (what === 'damaged' || what === 'failed') chip.refuseNext(what);
    if (what === 'noise') listener?.data(Buffer.from([0xc0, 1, 2, 3, 0xdb, 0xc0, 0x55, 0xaa]));
    if (what === 'unplug') {
      gone = true;
      listener?.closed(new TflqError('link', 'the port went away', { where: 'sim' }));
    }
  };

  chip.output = (bytes) => {
    const arriving = damaged(bytes);
    const deliver = (): void => {
      if (!gone) listener?.data(arriving);
    };
    if (!throttled) return deliver();
    answeredUntil = Math.max(answeredUntil, clock.now()) + (bytes.length * MS_PER_BYTE) / baud;
    clock.alarm(answeredUntil - clock.now(), deliver);
  };

  const arrive = (bytes: Uint8Array): void => {
    let rest = bytes;
    while (incidents.length > 0 && sent + rest.length > incidents[0]!.afterBytes) {
      const incident = incidents.shift()!;
      const before = Math.max(0, incident.afterBytes - sent);
      chip.receive(damaged(rest.subarray(0, before)));
      sent += before;
      rest = rest.subarray(before);
      happen(incident);
    }
    sent += rest.length;
    if (!gone) chip.receive(damaged(rest));
  };

  return {
    name: 'sim',
    control: control
      ? {
          async setBaud(rate) {
            baud = rate;
          },
          async setSignals(pins) {
            if (signals && !gone) chip.setPins(pins);
          },
          usbIds: async () => usbIds,
        }
      : undefined,
    listen(to) {
      listener = to;
    },
    write(bytes) {
      // A chip that hangs takes nothing, and nobody tells.
      if (gone || chip.state === 'hung') return new Promise(() => {});
      return new Promise((resolve) => {
        const done = (): void => {
          arrive(bytes);
          if (chip.state !== 'hung') resolve();
        };
        if (!throttled) return done();
        busyUntil = Math.max(busyUntil, clock.now()) + (bytes.length * MS_PER_BYTE) / baud;
        clock.alarm(busyUntil - clock.now(), done);
      });
    },
    async close() {
      gone = true;
    },
  };
}
