/** FILL: shapes of several types and ranks, values known beforehand or not; all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const dtype of ['int8', 'int32', 'float32'] as const) {
    for (const shape of [[1], [7], [2, 3], [1, 3, 2, 2], [1, 1, 2, 1, 3]]) {
      add(`${dtype} [${shape}]`, single('FILL', [integers(shape), typed([], dtype)], output(dtype)));
    }
  }
  add('int64 shape', single('FILL', [longs([3, 5]), typed([])], output()));
  const int16 = { ...integers([2, 3]), dtype: 'int16' as const, data: Int16Array.of(2, 3) };
  add('int16 shape', single('FILL', [int16, typed([])], output()));
  const int8 = { ...integers([2, 3]), dtype: 'int8' as const, data: Int8Array.of(2, 3) };
  add('int8 shape', single('FILL', [int8, typed([])], output()));
  const refuse = (name: string, dtype: DType, value: readonly number[]) =>
    add(
      `refused: ${name}`,
      single('FILL', [integers([2, 2]), typed(value, dtype)], { ...output(dtype), shape: [2, 2] }),
    );
  refuse('int16', 'int16', []);
  refuse('int64', 'int64', []);
  refuse('a value of one dimension', 'int8', [1]);
  return list;
};

export default cases;
