/**
 * Flashing the ESP32 family over a serial line. A try that fails for a reason which may be the line's is made again,
 * slower; what is in the flash by then is not written twice.
 */
import { ESPError } from 'esptool-js';
import { TflqError } from '../../common/errors.ts';
import type { Progress } from '../../common/progress.ts';
import type { Transport } from '../../link/transport.ts';
import { type Clock, Patience, realClock } from './clock.ts';
import type { FlashPlan } from './plan.ts';
import { letGo } from './reset.ts';
import { runSession, type Session } from './session.ts';
import { Wire } from './wire.ts';

/** What the usual USB adapters and boards can do. */
export const DEFAULT_BAUD = 921_600;

/** What is tried after the user's speed has failed; the last one twice. */
const SLOWER = [460_800, 115_200, 115_200];

/** How to flash. */
export interface EspFlashOptions {
  /** Bits per second to begin with. */
  readonly baud: number;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  readonly clock?: Clock;
}

/** What was flashed. */
export interface EspFlashResult {
  /** The chip's name, e.g. ESP32-S3. */
  readonly chip: string;
  /** Bytes of all regions, each of which was read back. */
  readonly bytes: number;
  readonly regions: number;
  /** Bits per second at which it succeeded. */
  readonly baud: number;
  /** False where the chip stays in its loader until somebody presses RESET. */
  readonly isStarted: boolean;
}

/** The failure of the last try, for the user. */
function explain(error: Error, where: string, tries: number): TflqError {
  return new TflqError('link', `flashing failed ${tries} times, at last because ${error.message}`, {
    where,
    hint:
      'Use a short USB cable and no hub, power the board well, and run the same command again: it goes on where this ' +
      'one stopped.',
    cause: error,
  });
}

function speeds(baud: number): number[] {
  return [baud, ...SLOWER.filter((slower) => slower < baud || slower === SLOWER.at(-1))];
}

/**
 * Flashes a chip and verifies every region. The caller closes the line.
 *
 * @throws TflqError('link') when the chip does not answer, or the line is too bad; 'firmware' when it is another chip
 *   or a locked one; 'project' when its flash is too small; 'interrupted'
 */
export async function flashEsp(
  line: Transport,
  plan: FlashPlan,
  options: EspFlashOptions,
): Promise<EspFlashResult> {
  try {
    return await tryAtAllSpeeds(line, plan, options);
  } catch (error) {
    await letGo(line.control, options.clock ?? realClock);
    throw error;
  }
}

async function tryAtAllSpeeds(
  line: Transport,
  plan: FlashPlan,
  { baud, progress, signal, clock = realClock }: EspFlashOptions,
): Promise<EspFlashResult> {
  const patience = new Patience(clock, signal);
  const wire = new Wire(line, patience);
  const bytes = plan.regions.reduce((sum, { data }) => sum + data.length, 0);
  const tries = speeds(baud);
  for (const [i, speed] of tries.entries()) {
    let done = 0;
    progress.start(i === 0 ? 'flashing' : `flashing at ${speed} bit/s, after a failure`, bytes);
    const session: Session = {
      line,
      wire,
      patience,
      plan,
      baud: speed,
      speeds: tries,
      advance(more) {
        done += more;
        progress.update(done);
      },
    };
    try {
      const { chip, isStarted } = await runSession(session);
      return { chip: chip.name, bytes, regions: plan.regions.length, baud: wire.baudrate, isStarted };
    } catch (error) {
      // Ours are final, and what is no failure of the line is a bug.
      if (error instanceof TflqError || !(error instanceof ESPError)) throw error;
      if (i === tries.length - 1) throw explain(error, line.name, tries.length);
    }
  }
  throw new Error('a flash run without a try');
}
