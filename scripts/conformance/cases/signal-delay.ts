/** SIGNAL_DELAY: delays shorter than a row, as long, longer; several rows. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers, withSteps } from '../signals.ts';

const cases: Cases = (random) => {
  const graph = (shape: number[], delay: number) => {
    const rows = plain('int16', ...shape);
    return signalGraph('SIGNAL_DELAY', [rows], [rows], { delay });
  };
  return [
    ...[1, 2, 4, 5, 6, 9, 15].map((delay) => withSteps(random, `5 samples by ${delay}`, graph([5], delay))),
    withSteps(random, 'rows', graph([2, 3], 4)),
    withSteps(random, 'rows of rows', graph([2, 2, 4], 3)),
    withSteps(random, 'single samples', graph([1], 3)),
    withIntegers(random, 'reset', graph([4], 2)),
  ];
};

export default cases;
