/** SIGNAL_FFT_AUTO_SCALE: samples of all sizes, none, and -32768, which TFLM takes for the least. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers } from '../signals.ts';

const cases: Cases = (random) => {
  const graph = (size: number) =>
    signalGraph('SIGNAL_FFT_AUTO_SCALE', [plain('int16', size)], [plain('int16', size), plain('int32')]);
  const of = (name: string, values: number[]) => ({
    name,
    graph: graph(values.length),
    samples: [[Int16Array.from(values)]],
  });
  return [
    ...Array.from({ length: 16 }, (_, bits) => withIntegers(random, `${bits} bits`, graph(11), 3, bits)),
    of('silence', [0, 0, 0]),
    of('-32768 alone', [-32768]),
    of('-32768, then a small one', [-32768, 5, -3]),
    of('-32768 last', [5, -3, -32768]),
    of('-16384', [-16384, 3]),
    of('one', [1, -1]),
    of('32767', [32767, -32767]),
  ];
};

export default cases;
