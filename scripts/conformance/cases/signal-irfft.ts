/** SIGNAL_IRFFT: lengths of all radices, spectra longer than the transform, several frames; int16 and int32. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withIntegers } from '../signals.ts';

const TENSOR_TYPES = { int16: 7, int32: 2 };

const cases: Cases = (random) => {
  const one = (dtype: 'int16' | 'int32', length: number, shape = [length + 2]) => {
    const output = plain(dtype, ...shape.slice(0, -1), length);
    const attrs = { tensorType: TENSOR_TYPES[dtype], length };
    const graph = signalGraph('SIGNAL_IRFFT', [plain(dtype, ...shape)], [output], attrs);
    return withIntegers(random, `${dtype} ${length} of [${shape}]`, graph, 2);
  };
  const lengths = {
    int16: [4, 6, 8, 10, 12, 16, 18, 20, 24, 30, 32, 36, 50, 64, 100],
    int32: [4, 6, 8, 10, 16, 24, 30, 50],
  };
  return (['int16', 'int32'] as const).flatMap((dtype) => [
    ...lengths[dtype].map((length) => one(dtype, length)),
    one(dtype, 16, [24]),
    one(dtype, 16, [2, 3, 18]),
    one(dtype, 12, [2, 20]),
    one(dtype, 10, [1, 2, 1, 12]),
    ...(dtype === 'int16' ? [one(dtype, 128, [130])] : []),
  ]);
};

export default cases;
