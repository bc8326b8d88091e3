/** CAST: between all types; real numbers that the integers hold. */
import type { DType } from '../../../src/graph/dtype.ts';
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const MADE = ['int8', 'int16', 'int32', 'uint32', 'bool', 'float32'] as const;

const cases: Cases = (random) => {
  const list: Case[] = [];
  const graphOf = (from: DType, to: DType, shape: readonly number[]) =>
    single('CAST', [typed(shape, from)], { ...output(to), shape });
  for (const from of ['int8', 'int16', 'int32', 'bool'] as const) {
    for (const to of MADE) {
      list.push(withSamples(random, `${from} to ${to}`, graphOf(from, to, [1, 3, 7])));
    }
  }
  const unsigned = Uint32Array.of(
    0,
    1,
    127,
    128,
    255,
    32768,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 129,
    2 ** 32 - 1,
  );
  for (const to of MADE) {
    list.push({ name: `uint32 to ${to}`, graph: graphOf('uint32', to, [10]), samples: [[unsigned]] });
  }
  const real = [0, -0, 0.49, 0.5, 0.99, 1, 1.5, 2.5, 126.9, 127];
  for (const to of MADE) {
    const graph = graphOf('float32', to, [10]);
    const negative = real.map((value) => (to === 'uint32' ? 3e9 + value * 1000 : -value));
    const samples = [[Float32Array.from(real)], [Float32Array.from(negative)]];
    list.push({ name: `float32 to ${to}`, graph, samples });
  }
  list.push(withSamples(random, 'a scalar', graphOf('int8', 'int16', [])));
  list.push(withSamples(random, 'refused: to int64', graphOf('int8', 'int64', [3])));
  list.push(withSamples(random, 'refused: from int64', graphOf('int64', 'int8', [3])));
  return list;
};

export default cases;
