/** Which operator takes how much. */
import { TflqError } from '../common/errors.ts';
import type { OperatorLatency } from '../common/validation-report.ts';
import type { Device } from '../link/device.ts';
import { median, roundLatency } from './metrics.ts';
import type { Timer } from './timer.ts';

/** Each operator's median of so many runs counts: one run may be disturbed, on a board with interrupts or a host. */
const RUNS = 3;

/**
 * Measures each operator.
 *
 * @param inputs the bytes of each input, of one sample
 * @param types the operators, in the network's order
 * @throws TflqError('firmware') where the board has other operators; whatever Device.profile throws
 */
export async function profileOperators(
  device: Device,
  inputs: readonly Uint8Array[],
  types: readonly string[],
  { unit, ticksPerUnit }: Timer,
): Promise<OperatorLatency[]> {
  if (device.info.opCount !== types.length) {
    throw new TflqError(
      'firmware',
      `the board measures ${device.info.opCount} operators, the network has ${types.length}`,
      { where: device.name, hint: 'Make, build and flash the project again.' },
    );
  }
  const runs: (readonly number[])[] = [];
  for (let run = 0; run < RUNS; run++) runs.push((await device.profile(inputs)).opTicks);
  const ticks = types.map((_, op) => median(Float64Array.from(runs, (opTicks) => opTicks[op]!).sort()));
  const sum = ticks.reduce((total, each) => total + each, 0);
  return types.map((type, index) => ({
    index,
    type,
    value: roundLatency(ticks[index]! / ticksPerUnit, unit),
    share: sum > 0 ? ticks[index]! / sum : 0,
  }));
}
