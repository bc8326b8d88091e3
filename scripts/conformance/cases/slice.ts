/** SLICE: blocks of one to five dimensions, whole ones, the rest of a dimension, int64 numbers; all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const BLOCKS: readonly (readonly [
  shape: readonly number[],
  begin: readonly number[],
  size: readonly number[],
])[] = [
  [[9], [2], [5]],
  [[9], [8], [1]],
  [[9], [3], [-1]],
  [
    [4, 5],
    [0, 0],
    [4, 5],
  ],
  [
    [4, 5],
    [1, 0],
    [2, 5],
  ],
  [
    [4, 5],
    [0, 2],
    [4, 2],
  ],
  [
    [3, 4, 5],
    [1, 1, 1],
    [2, 2, 3],
  ],
  [
    [3, 4, 5],
    [0, 3, 0],
    [-1, -1, -1],
  ],
  [
    [1, 5, 7, 3],
    [0, 1, 2, 0],
    [1, 3, 4, 3],
  ],
  [
    [1, 5, 7, 3],
    [0, 0, 0, 1],
    [1, 5, 7, 2],
  ],
  [
    [2, 3, 4, 2],
    [1, 0, 2, 1],
    [1, 3, 2, 1],
  ],
  [
    [2, 2, 3, 2, 3],
    [1, 0, 1, 0, 1],
    [1, 2, 2, 2, 2],
  ],
  [
    [1, 1, 1, 1, 1],
    [0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1],
  ],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const [shape, begin, size] of BLOCKS) {
    const graph = single('SLICE', [typed(shape), integers(begin), integers(size)], output());
    add(`[${shape}] from [${begin}], [${size}]`, graph);
  }
  for (const dtype of ['int16', 'int32', 'bool', 'float32'] as const) {
    for (const [shape, begin, size] of [BLOCKS[4]!, BLOCKS[6]!, BLOCKS[9]!]) {
      const inputs = [typed(shape, dtype), longs(begin), longs(size)];
      add(`${dtype} [${shape}] from [${begin}], [${size}]`, single('SLICE', inputs, output(dtype)));
    }
  }
  const refuse = (name: string, shape: readonly number[], dtype: DType = 'int8') => {
    const zeros = integers(shape.map(() => 0));
    const inputs = [typed(shape, dtype), zeros, integers(shape)];
    add(`refused: ${name}`, single('SLICE', inputs, { ...output(dtype), shape }));
  };
  refuse('int64', [2, 3], 'int64');
  return list;
};

export default cases;
