/** SPACE_TO_DEPTH: blocks of one to four, both types. */
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const dtype of ['int8', 'float32'] as const) {
    for (const [shape, blockSize] of [
      [[1, 4, 6, 1], 2],
      [[1, 4, 4, 1], 4],
      [[2, 6, 2, 2], 2],
      [[1, 6, 6, 1], 3],
      [[1, 6, 9, 2], 3],
      [[1, 3, 2, 5], 1],
    ] as const) {
      const graph = single('SPACE_TO_DEPTH', [typed(shape, dtype)], output(dtype), { blockSize });
      add(`${dtype} [${shape}] in blocks of ${blockSize}`, graph);
    }
  }
  const refuse = (
    name: string,
    shape: readonly number[],
    blockSize: number,
    dtype: 'int8' | 'int16' = 'int8',
  ) => {
    const result = { ...output(dtype), shape: [1, 2, 2, 4] };
    add(`refused: ${name}`, single('SPACE_TO_DEPTH', [typed(shape, dtype)], result, { blockSize }));
  };
  refuse('int16', [1, 4, 4, 1], 2, 'int16');
  refuse('3 dimensions', [4, 4, 1], 2);
  refuse('a height that is no multiple', [1, 5, 4, 1], 2);
  return list;
};

export default cases;
