/** DEPTH_TO_SPACE: blocks of one to four, both types. */
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const dtype of ['int8', 'float32'] as const) {
    for (const [shape, blockSize] of [
      [[1, 2, 3, 4], 2],
      [[1, 1, 1, 16], 4],
      [[2, 3, 1, 8], 2],
      [[1, 2, 2, 9], 3],
      [[1, 2, 3, 18], 3],
      [[1, 3, 2, 5], 1],
    ] as const) {
      const graph = single('DEPTH_TO_SPACE', [typed(shape, dtype)], output(dtype), { blockSize });
      add(`${dtype} [${shape}] in blocks of ${blockSize}`, graph);
    }
  }
  const refuse = (
    name: string,
    shape: readonly number[],
    blockSize: number,
    dtype: 'int8' | 'int16' = 'int8',
  ) => {
    const result = { ...output(dtype), shape: [1, 4, 4, 1] };
    add(`refused: ${name}`, single('DEPTH_TO_SPACE', [typed(shape, dtype)], result, { blockSize }));
  };
  refuse('int16', [1, 2, 2, 4], 2, 'int16');
  refuse('3 dimensions', [2, 2, 4], 2);
  refuse('channels that make no block', [1, 2, 2, 6], 2);
  refuse('blocks of 0', [1, 2, 2, 4], 0);
  return list;
};

export default cases;
