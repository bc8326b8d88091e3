/** SIGNAL_FILTER_BANK_SQUARE_ROOT: numbers of all sizes, squares and their neighbours, shifts. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) => {
  const graph = (size: number) =>
    signalGraph(
      'SIGNAL_FILTER_BANK_SQUARE_ROOT',
      [plain('uint64', size), plain('int32')],
      [plain('uint32', size)],
    );
  const of = (name: string, values: bigint[], bits: number) => ({
    name,
    graph: graph(values.length),
    samples: [[BigUint64Array.from(values), Int32Array.of(bits)]],
  });
  const around = (root: bigint): bigint[] =>
    [-1n, 0n, 1n, root - 1n, root, root + 1n].map((d) => root * root + d);
  return [
    ...Array.from({ length: 9 }, (_, k) => {
      const {
        name,
        graph: network,
        samples,
      } = withIntegers(random, `up to ${8 * k} bits`, graph(23), 2, 8 * k);
      return { name, graph: network, samples: samples.map(([x]) => [x!, Int32Array.of(k)]) };
    }),
    of(
      'small numbers',
      Array.from({ length: 40 }, (_, i) => BigInt(i)),
      0,
    ),
    of(
      'squares and their neighbours',
      [3n, 255n, 65535n, 65536n, 2n ** 31n, 2n ** 32n - 2n].flatMap(around),
      0,
    ),
    of('the ends', [2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 1n, 2n ** 63n, (2n ** 32n - 1n) ** 2n], 0),
    of('shifted', [2n ** 64n - 1n, 2n ** 40n, 10n ** 15n], 15),
  ];
};

export default cases;
