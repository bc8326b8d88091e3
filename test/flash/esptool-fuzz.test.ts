/**
 * A thousand flash runs with random faults. Each ends verified or with a clear error, never with a wrong "done", and
 * afterwards the same command on a sound line puts everything right.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { randomNumbers } from '../support/random.ts';
import { Bench } from './esp-simulator/bench.ts';
import { firmware, planFor } from './esp-simulator/images.ts';
import type { Incident, LineOptions } from './esp-simulator/line.ts';
import { PROFILES, type Target } from './esp-simulator/profiles.ts';

const RUNS = 1000;

/** Room for the smallest firmware. */
const FLASH_BYTES = 1 << 18;

/** Kinds of errors that a flash run may end with. */
const CLEAR = new Set(['link', 'firmware', 'project']);

const incidents: fc.Arbitrary<Incident[]> = fc.array(
  fc.record({
    afterBytes: fc.nat(40_000),
    what: fc.constantFrom('reset', 'restart in loader', 'hang', 'noise', 'damaged', 'failed', 'unplug'),
  }),
  { maxLength: 2 },
);

/** None for most runs, else some in ten thousand bytes. */
const rate = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.double({ min: 1e-5, max: 3e-3, noNaN: true }) },
);

const run = fc.record({
  target: fc.constantFrom(...(Object.keys(PROFILES) as Target[])),
  isOtherChip: fc.nat(19).map((n) => n === 0),
  security: fc.nat(19).map((n) => (n === 0 ? { encryption: true } : {})),
  isWorn: fc.nat(19).map((n) => n === 0),
  appBytes: fc.integer({ min: 100, max: 12_000 }),
  stub: fc.nat(9).map((n) => n > 0),
  seed: fc.nat(),
  lost: rate,
  changed: rate,
  topBaud: fc.constantFrom(undefined, undefined, 500_000, 200_000, 50_000),
  incidents,
});

type Run = typeof run extends fc.Arbitrary<infer Value> ? Value : never;

async function once(of: Run): Promise<'verified' | 'refused'> {
  const { target, isOtherChip, security, isWorn, appBytes, stub, seed, incidents, ...line } = of;
  const chipTarget = isOtherChip ? (target === 'esp32' ? 'esp32c3' : 'esp32') : target;
  const bench = new Bench(chipTarget, { security, flashBytes: FLASH_BYTES });
  const plan = planFor(target, firmware(target, appBytes, seed), { stub });
  if (isWorn) bench.chip.flash.worn.add(0x10000 + (seed % appBytes));
  const faults: LineOptions['faults'] = {
    random: randomNumbers(seed),
    incidents,
    lost: line.lost,
    changed: line.changed,
    ...(line.topBaud === undefined ? {} : { topBaud: line.topBaud }),
  };
  let outcome: 'verified' | 'refused';
  try {
    await bench.flash(plan, { line: { faults } });
    outcome = 'verified';
    expect(bench.holds(plan)).toBe(true);
    expect(isOtherChip || security.encryption).toBeFalsy();
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    expect(CLEAR).toContain(error.kind);
    expect(error.message).not.toBe('');
    outcome = 'refused';
  }
  if (!isOtherChip && !security.encryption && !isWorn) {
    if (bench.chip.state === 'hung') bench.chip.state = 'program';
    await bench.flash(plan);
    expect(bench.holds(plan)).toBe(true);
  }
  return outcome;
}

describe('random faults', () => {
  it(`never make a wrong "done" of ${RUNS} runs`, async () => {
    const outcomes = { verified: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(run, async (of) => {
        outcomes[await once(of)]++;
      }),
      { numRuns: RUNS, seed: 20261125, endOnFailure: true },
    );
    // The faults are neither harmless nor hopeless.
    expect(outcomes.verified).toBeGreaterThan(RUNS / 5);
    expect(outcomes.refused).toBeGreaterThan(RUNS / 5);
  });
});
