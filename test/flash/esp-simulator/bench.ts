/** A chip, a line and a flasher in one. */
import { type Progress, silent } from '../../../src/common/progress.ts';
import { DEFAULT_BAUD, type EspFlashResult, flashEsp } from '../../../src/flash/esptool/index.ts';
import type { FlashPlan } from '../../../src/flash/esptool/plan.ts';
import { type ChipOptions, SimulatedChip } from './chip.ts';
import { type LineOptions, simulatedLine } from './line.ts';
import type { Target } from './profiles.ts';
import { VirtualClock } from './virtual-clock.ts';

/** How a run is made. */
export interface RunOptions {
  readonly line?: Partial<LineOptions>;
  readonly baud?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Flashes one simulated chip as often as one likes, in virtual time. */
export class Bench {
  readonly clock = new VirtualClock();
  readonly chip: SimulatedChip;

  constructor(target: Target, options: Partial<ChipOptions> = {}) {
    this.chip = new SimulatedChip({ target, clock: this.clock, ...options });
  }

  async flash(plan: FlashPlan, options: RunOptions = {}): Promise<EspFlashResult> {
    const { clock, chip } = this;
    const { line: lineOptions, baud = DEFAULT_BAUD, progress = silent, signal } = options;
    const line = simulatedLine(chip, { clock, ...lineOptions });
    try {
      return await flashEsp(line, plan, { baud, progress, signal, clock });
    } finally {
      await line.close();
    }
  }

  /** True if the flash holds every region of the plan. */
  holds({ regions }: FlashPlan): boolean {
    return regions.every(({ offset, data }) =>
      Buffer.from(data).equals(this.chip.flash.bytes.subarray(offset, offset + data.length)),
    );
  }
}
