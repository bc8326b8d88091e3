/** SIGNAL_ENERGY: sizes, and the largest numbers. Parts of a spectrum TFLM leaves the rest of undefined. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) =>
  [1, 2, 3, 7, 8, 17, 33].map((size) => {
    const attrs = { start: 0, end: size };
    const graph = signalGraph('SIGNAL_ENERGY', [plain('int16', 2 * size)], [plain('uint32', size)], attrs);
    return withIntegers(random, `${size} complex numbers`, graph);
  });

export default cases;
