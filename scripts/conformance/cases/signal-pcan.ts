/** SIGNAL_PCAN: noise of all sizes, gains of a real table and of random ones, shifts. */
import type { Cases } from '../network.ts';
import { constant16, integersOf, plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) => {
  const table = (extreme: boolean) =>
    constant16([...(integersOf(random, plain('int16', 125), extreme) as Int16Array)]);
  // Gains that fall with the noise, as strength 0.95 makes them.
  const falling = Array.from({ length: 125 }, (_, i) =>
    i < 2
      ? 32636
      : (i + 2) % 4 === 0
        ? Math.floor(32636 / (1 + 2 ** ((i - 30) / 5)))
        : (i + 2) % 4 === 1
          ? -i * 3
          : i,
  );
  const one = (name: string, channels: number, shift: number, gains = constant16(falling), bits = 64) => {
    const tensor = plain('uint32', channels);
    const graph = signalGraph('SIGNAL_PCAN', [tensor, tensor, gains], [tensor], { shift });
    return withIntegers(random, name, graph, 3, bits);
  };
  return [
    ...[0, 6, 12, 30].map((shift) => one(`>> ${shift}`, 24, shift)),
    ...[4, 11, 12, 20].map((bits) => one(`noise of ${bits} bits`, 16, 6, constant16(falling), bits)),
    one('random gains', 32, 6, table(false)),
    one('extreme gains', 32, 6, table(true)),
    one('one channel', 1, 6),
  ];
};

export default cases;
