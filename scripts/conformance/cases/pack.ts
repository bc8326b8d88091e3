/** PACK: every axis, one to twelve inputs, constants, all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const pack = (shape: readonly number[], axis: number, count: number, dtype: DType = 'int8') =>
    single(
      'PACK',
      new Array(count).fill(typed(shape, dtype)).map((tensor) => ({ ...tensor })),
      output(dtype),
      {
        valuesCount: count,
        axis,
      },
    );
  for (const axis of [0, 1, 2, 3, -1, -2, -3, -4]) add(`axis ${axis}`, pack([2, 3, 4], axis, 3));
  add('one input', pack([2, 3], 1, 1));
  add('twelve inputs', pack([3], 1, 12));
  add('scalars', pack([], 0, 4));
  add('to 5 dimensions', pack([1, 2, 3, 2], 2, 2));
  const input = typed([2, 3]);
  const constant = { ...input, data: random.int8(6) };
  add('constant', single('PACK', [input, constant], output(), { valuesCount: 2, axis: 1 }));
  add('same tensor twice', single('PACK', [input, input], output(), { valuesCount: 2, axis: 1 }));
  for (const dtype of ['int16', 'int32', 'int64', 'float32'] as const) {
    add(`${dtype}, axis 0`, pack([2, 3], 0, 2, dtype));
    add(`${dtype}, axis 2`, pack([2, 3], 2, 3, dtype));
  }
  const wrong = { ...output('bool'), shape: [2, 3] };
  add(
    'refused: bool',
    single('PACK', [typed([3], 'bool'), typed([3], 'bool')], wrong, { valuesCount: 2, axis: 0 }),
  );
  return list;
};

export default cases;
