/** Flashing the ESP32 family, against a simulator of its loaders. Time is virtual: nothing waits. */
import { describe, expect, it } from 'vitest';
import { silent } from '../../src/common/progress.ts';
import { DEFAULT_BAUD, type EspFlashResult, flashEsp } from '../../src/flash/esptool/index.ts';
import type { FlashPlan } from '../../src/flash/esptool/plan.ts';
import { type ChipOptions, SimulatedChip } from './esp-simulator/chip.ts';
import { firmware, planFor } from './esp-simulator/images.ts';
import { type LineOptions, simulatedLine } from './esp-simulator/line.ts';
import { PROFILES, type Target } from './esp-simulator/profiles.ts';
import { VirtualClock } from './esp-simulator/virtual-clock.ts';

const TARGETS = Object.keys(PROFILES) as Target[];

interface Bench {
  readonly chip: SimulatedChip;
  readonly clock: VirtualClock;
  flash(plan: FlashPlan, line?: Partial<LineOptions>, signal?: AbortSignal): Promise<EspFlashResult>;
}

function bench(target: Target, options: Partial<ChipOptions> = {}): Bench {
  const clock = new VirtualClock();
  const chip = new SimulatedChip({ target, clock, ...options });
  return {
    chip,
    clock,
    flash: (plan, line = {}, signal) =>
      flashEsp(simulatedLine(chip, { clock, ...line }), plan, {
        baud: DEFAULT_BAUD,
        progress: silent,
        signal,
        clock,
      }),
  };
}

function holds(chip: SimulatedChip, plan: FlashPlan): boolean {
  return plan.regions.every(({ offset, data }) =>
    Buffer.from(data).equals(chip.flash.bytes.subarray(offset, offset + data.length)),
  );
}

describe.each(TARGETS)('flashing an %s', (target) => {
  it('writes every region, verifies it and starts the program', async () => {
    const { chip, flash } = bench(target);
    const plan = planFor(target, firmware(target, 40_000));
    expect(await flash(plan)).toMatchObject({ chip: PROFILES[target].name, regions: 3, baud: DEFAULT_BAUD });
    expect(holds(chip, plan)).toBe(true);
    expect(chip.state).toBe('program');
  });
});
