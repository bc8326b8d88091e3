/** MIRROR_PAD: both modes, one side and both, up to the whole dimension, all ranks and both types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const PADDINGS: readonly (readonly [shape: readonly number[], paddings: readonly number[]])[] = [
  [[7], [2, 3]],
  [[4], [3, 3]],
  [
    [3, 5],
    [1, 2, 3, 4],
  ],
  [
    [3, 5],
    [0, 0, 1, 0],
  ],
  [
    [2, 3, 4],
    [0, 1, 2, 0, 1, 1],
  ],
  [
    [1, 5, 3, 2],
    [0, 0, 1, 1, 1, 1, 0, 0],
  ],
  [
    [1, 5, 3, 2],
    [0, 0, 4, 0, 0, 2, 0, 0],
  ],
  [
    [1, 5, 3, 2],
    [0, 0, 0, 0, 0, 0, 0, 1],
  ],
  [
    [1, 5, 3, 2],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ],
  [
    [2, 2, 3, 2, 2],
    [1, 0, 0, 0, 1, 2, 0, 0, 0, 1],
  ],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (k: number, mode: string, dtype: DType = 'int8', wide = false) => {
    const [shape, values] = PADDINGS[k]!;
    const paddings = (wide ? longs : integers)(values, [shape.length, 2]);
    const graph = single('MIRROR_PAD', [typed(shape, dtype), paddings], output(dtype), { mode });
    list.push(withSamples(random, `${dtype} ${mode} [${shape}] by [${values}]`, graph));
  };
  for (const mode of ['REFLECT', 'SYMMETRIC']) {
    for (const k of PADDINGS.keys()) add(k, mode);
    add(2, mode, 'float32');
    add(5, mode, 'float32', true);
    add(4, mode, 'int8', true);
  }
  const whole = single('MIRROR_PAD', [typed([2, 3]), integers([2, 2, 3, 3], [2, 2])], output(), {
    mode: 'SYMMETRIC',
  });
  list.push(withSamples(random, 'SYMMETRIC, the whole dimension', whole));
  const refuse = (name: string, dtype: DType, paddings: ReturnType<typeof integers>) => {
    const result = { ...output(dtype), shape: [2, 5] };
    const graph = single('MIRROR_PAD', [typed([2, 3], dtype), paddings], result, { mode: 'REFLECT' });
    list.push(withSamples(random, `refused: ${name}`, graph));
  };
  refuse('int16', 'int16', integers([0, 0, 1, 1], [2, 2]));
  refuse('int32', 'int32', integers([0, 0, 1, 1], [2, 2]));
  refuse('paddings of one dimension', 'int8', integers([0, 0, 1, 1]));
  refuse('paddings for one of two dimensions', 'int8', integers([1, 1], [1, 2]));
  return list;
};

export default cases;
