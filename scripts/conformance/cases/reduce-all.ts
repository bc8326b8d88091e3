/** REDUCE_ALL: every set of axes, kept dimensions, all true, all false. */
import type { TensorData } from '../../../src/graph/dtype.ts';
import { AXES, SIX_DIMENSIONS } from '../axes.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  for (const [k, [shape, axes]] of [...AXES.slice(0, -2), ...SIX_DIMENSIONS].entries()) {
    const keepDims = k % 2 === 1;
    const input = { name: 'input', shape, dtype: 'bool' as const };
    const graph = single('REDUCE_ALL', [input, integers(axes)], { dtype: 'bool' }, { keepDims });
    const drawn = withSamples(random, `[${shape}] over [${axes}]${keepDims ? ', kept' : ''}`, graph);
    const count = shape.reduce((product, dim) => product * dim, 1);
    const mostly = Uint8Array.from({ length: count }, () => (random.next() < 0.9 ? 1 : 0));
    const samples = [...drawn.samples, [mostly] as TensorData[], [new Uint8Array(count).fill(1)]];
    list.push({ ...drawn, samples });
  }
  const int8 = { name: 'input', shape: [3, 4], dtype: 'int8' as const };
  const graph = single('REDUCE_ALL', [int8, integers([1])], { dtype: 'int8' }, { keepDims: false });
  list.push(withSamples(random, 'refused: int8', graph));
  return list;
};

export default cases;
