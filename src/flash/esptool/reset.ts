/**
 * Getting the chip into its loader, and out of it, by the port's DTR and RTS lines. Sequences and times are those of
 * esptool 5.6.0 (esptool/reset.py), except that both lines always change at once, which no circuit minds.
 */
import type { SerialControl, SerialSignals } from '../../link/transport.ts';
import { type Clock, Patience } from './clock.ts';
import type { Wire } from './wire.ts';

/** Asking the system for USB ids starts a program on some. */
const USB_IDS_LIMIT_MS = 3000;

/** Of a port that is gone nothing is expected. */
const LET_GO_LIMIT_MS = 500;

/** USB-Serial/JTAG, the peripheral of the chip itself. */
const ESPRESSIF = 0x303a;
const USB_SERIAL_JTAG = 0x1001;

/** Settings of the lines, each held for a while (ms). */
type Sequence = readonly (readonly [signals: SerialSignals, holdMs: number])[];

const IDLE: SerialSignals = { dtr: false, rts: false };
const DTR: SerialSignals = { dtr: true, rts: false };
const RTS: SerialSignals = { dtr: false, rts: true };
const BOTH: SerialSignals = { dtr: true, rts: true };

/** By the two transistors of the usual boards: RTS pulls EN, DTR pulls GPIO0. */
const classic = (bootMs: number): Sequence => [
  [IDLE, 0],
  [BOTH, 0],
  [RTS, 100],
  [DTR, bootMs],
  [IDLE, 0],
];

/** By the chip's own USB, which watches how the lines change; going through "both" keeps it from resetting early. */
const USB: Sequence = [
  [IDLE, 100],
  [DTR, 100],
  [BOTH, 0],
  [RTS, 100],
  [IDLE, 0],
];

/** Enough for the capacitor at EN; some boards have a larger one. */
const QUICK = classic(50);
const SLOW = classic(550);

const RESTART: Sequence = [
  [RTS, 100],
  [IDLE, 50],
];

async function play(wire: Wire, patience: Patience, sequence: Sequence): Promise<void> {
  for (const [signals, holdMs] of sequence) {
    await wire.signals(signals);
    if (holdMs > 0) await patience.sleep(holdMs);
  }
}

/** A way to start the loader. */
export type LoaderStart = (wire: Wire, patience: Patience) => Promise<void>;

const starting =
  (sequence: Sequence): LoaderStart =>
  (wire, patience) =>
    play(wire, patience, sequence);

/**
 * The ways to start the loader behind a port, the likeliest first. A port whose USB ids nobody knows may be either
 * kind; one without lines has no way at all.
 *
 * @param usbReset true where the build says that it is the chip's own USB
 */
export async function loaderStarts(
  control: SerialControl | undefined,
  patience: Patience,
  usbReset: boolean,
): Promise<LoaderStart[]> {
  if (control === undefined) return [];
  if (usbReset) return [starting(USB)];
  const ids = await patience.within(USB_IDS_LIMIT_MS, control.usbIds());
  if (ids === undefined) return [QUICK, SLOW, USB].map(starting);
  const isOwnUsb = ids.vendor === ESPRESSIF && ids.product === USB_SERIAL_JTAG;
  return isOwnUsb ? [starting(USB)] : [QUICK, SLOW].map(starting);
}

/** Starts the program that is in the flash. */
export function restart(wire: Wire, patience: Patience): Promise<void> {
  return play(wire, patience, RESTART);
}

/** Gives the lines back, so that a run which failed does not hold the chip in reset. */
export async function letGo(control: SerialControl | undefined, clock: Clock): Promise<void> {
  if (control === undefined) return;
  await new Patience(clock, undefined).within(
    LET_GO_LIMIT_MS,
    control.setSignals(IDLE).catch(() => {}),
  );
}
