/** SIGNAL_WINDOW: shifts, sizes, several frames, products beyond int16. */
import type { Cases } from '../network.ts';
import { constant16, integersOf, plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) => {
  const one = (shape: number[], shift: number, extreme = false) => {
    const window = integersOf(random, plain('int16', shape.at(-1)!), extreme);
    const frames = plain('int16', ...shape);
    const graph = signalGraph('SIGNAL_WINDOW', [frames, constant16([...(window as Int16Array)])], [frames], {
      shift,
    });
    return withIntegers(random, `[${shape}] >> ${shift}${extreme ? ', extreme' : ''}`, graph);
  };
  return [
    ...[0, 1, 7, 12, 15, 31].map((shift) => one([17], shift)),
    ...[[1], [2, 5], [1, 8], [2, 3, 4]].map((shape) => one(shape, 12)),
    ...[0, 12, 15].map((shift) => one([9], shift, true)),
  ];
};

export default cases;
