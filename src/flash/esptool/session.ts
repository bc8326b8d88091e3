/** One try to flash a chip, from its reset to the verified end. */
import { ESPError } from 'esptool-js';
import { TflqError } from '../../common/errors.ts';
import type { Transport } from '../../link/transport.ts';
import { CHIPS, type Chip } from './chips.ts';
import type { Patience } from './clock.ts';
import { identify, isResponsive, reachLoader } from './connect.ts';
import { attachFlash } from './flash-chip.ts';
import { withFlashCodes } from './image-header.ts';
import { Loader } from './loader.ts';
import { type FlashPlan, flashSizeBytes, type Region } from './plan.ts';
import { loaderStarts, restart } from './reset.ts';
import { requireUnlocked } from './security.ts';
import { startStub } from './stub.ts';
import { calmWatchdogs, restartByWatchdog } from './watchdogs.ts';
import type { Wire } from './wire.ts';
import { verifyRegions, writeRegion } from './write-region.ts';

const CHANGE_BAUD = 0x0f;

/** What comes while both sides change their speed is nonsense. */
const BAUD_SETTLE_MS = 50;

/** The codes of flash modes in an image's header. */
const MODES: Readonly<Record<string, number>> = { qio: 0, qout: 1, dio: 2, dout: 3 };

/** What a try works with. */
export interface Session {
  readonly line: Transport;
  readonly wire: Wire;
  readonly patience: Patience;
  readonly plan: FlashPlan;
  /** Bits per second to write with. */
  readonly baud: number;
  /** The speeds of all tries, at one of which an earlier one may have left the chip. */
  readonly speeds: readonly number[];
  /** Is told how many bytes of the regions are in the flash. */
  readonly advance: (bytes: number) => void;
}

/** What came of a try. */
export interface SessionResult {
  readonly chip: Chip;
  /** False where somebody has to press RESET. */
  readonly isStarted: boolean;
}

function requireChip(chip: Chip, { target }: FlashPlan, where: string): void {
  if (target === undefined || target === chip.target) return;
  const wanted = CHIPS.find((candidate) => candidate.target === target)?.name ?? target;
  throw new TflqError('firmware', `the firmware is for ${wanted}, but the chip is ${chip.name}`, {
    where,
    hint: 'Name another port with --port, or make the project for the board that you have.',
  });
}

async function changeBaud(loader: Loader, baud: number): Promise<void> {
  if (!loader.wire.hasControl || loader.wire.baudrate === baud) return;
  const old = loader.IS_STUB ? loader.wire.baudrate : 0;
  await loader.ask({ what: `change its speed to ${baud} bit/s`, op: CHANGE_BAUD, words: [baud, old] });
  await loader.wire.changeBaudrate(baud);
  await loader.patience.sleep(BAUD_SETTLE_MS);
  loader.wire.flushInput();
  if (!(await isResponsive(loader))) throw new ESPError(`the chip does not answer at ${baud} bit/s`);
}

/** The regions with the flash's parameters written into the bootloader, as esptool does it. */
function finalRegions(chip: Chip, { regions, flash }: FlashPlan, foundBytes: number | undefined): Region[] {
  const bytes = flash.size === 'detect' ? foundBytes : flashSizeBytes(flash.size);
  const codes = {
    mode: MODES[flash.mode],
    // 1 MB has the code 0, and each doubling the next.
    size: bytes === undefined || bytes < 1 << 20 ? undefined : Math.log2(bytes >> 20) << 4,
    frequency: chip.frequencies[flash.frequency],
  };
  return regions.map((region) =>
    region.offset === chip.bootloaderOffset
      ? { ...region, data: withFlashCodes(region.data, codes) }
      : region,
  );
}

/** Starts the firmware, if it can. What goes wrong now takes nothing away from what is in the flash. */
async function startProgram(loader: Loader, chip: Chip): Promise<boolean> {
  try {
    if (chip.forceDownload !== undefined) {
      await loader.writeReg(chip.forceDownload.register, 0, chip.forceDownload.mask);
    }
    if (!loader.wire.hasControl) return await restartByWatchdog(loader, chip);
    await restart(loader.wire, loader.patience);
    return true;
  } catch (error) {
    if (error instanceof TflqError && error.kind === 'interrupted') throw error;
    return false;
  }
}

/**
 * Flashes and verifies.
 *
 * @throws ESPError where another try may help
 * @throws TflqError where it will not
 */
export async function runSession(session: Session): Promise<SessionResult> {
  const { line, wire, patience, plan, baud, speeds, advance } = session;
  const where = line.name;
  const loader = new Loader(wire, patience);
  const starts = plan.resetBefore ? await loaderStarts(line.control, patience, plan.usbReset) : [];
  await reachLoader(loader, where, starts, speeds);
  const chip = await identify(loader, where);
  requireChip(chip, plan, where);
  await requireUnlocked(loader, chip, where);
  if (!loader.meetsStub) await calmWatchdogs(loader, chip);
  if (plan.stub) await startStub(loader, chip);
  await changeBaud(loader, baud);
  const regions = finalRegions(chip, plan, await attachFlash(loader, plan, where));
  for (const region of regions) await writeRegion(loader, region, advance);
  await verifyRegions(loader, regions);
  return { chip, isStarted: plan.resetAfter && (await startProgram(loader, chip)) };
}
