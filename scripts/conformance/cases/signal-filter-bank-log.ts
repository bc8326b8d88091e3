/** SIGNAL_FILTER_BANK_LOG: numbers of all sizes, scales, shifts that lose bits. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) => {
  const graph = (channels: number, scale: number, shift: number) =>
    signalGraph('SIGNAL_FILTER_BANK_LOG', [plain('uint32', channels)], [plain('int16', channels)], {
      scale,
      shift,
    });
  const ends = [0, 1, 2, 3, 127, 128, 65535, 65536, 65537, 2 ** 31, 2 ** 32 - 1];
  return [
    ...[1, 64, 1600, 65536, -1].map((scale) => withIntegers(random, `scale ${scale}`, graph(21, scale, 3))),
    ...[0, 1, 8, 31].map((shift) => withIntegers(random, `<< ${shift}`, graph(21, 64, shift))),
    withIntegers(random, 'one channel', graph(1, 64, 3)),
    { name: 'powers and ends', graph: graph(ends.length, 1600, 0), samples: [[Uint32Array.from(ends)]] },
  ];
};

export default cases;
