/** SIGNAL_OVERLAP_ADD: steps that divide a frame or do not, sums beyond int16, several rows. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers, withSteps } from '../signals.ts';

const cases: Cases = (random) => {
  const graph = (step: number, shape: number[]) => {
    const samples = [...shape.slice(0, -2), shape.at(-2)! * step];
    const attrs = { tensorType: 7, step };
    return signalGraph('SIGNAL_OVERLAP_ADD', [plain('int16', ...shape)], [plain('int16', ...samples)], attrs);
  };
  const all: [number, number[]][] = [
    [2, [1, 4]],
    [3, [2, 5]],
    [1, [3, 6]],
    [4, [2, 4]],
    [2, [2, 3, 4]],
    [1, [1, 1]],
    [3, [2, 2, 2, 4]],
  ];
  return [
    ...all.map(([step, shape]) => withSteps(random, `[${shape}] by ${step}`, graph(step, shape))),
    withIntegers(random, 'reset', graph(2, [2, 5])),
  ];
};

export default cases;
