/** SPLIT_V: every axis, lengths of many kinds, the rest as −1, all types. */
import { longs, several, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const split = (
    shape: readonly number[],
    axis: number,
    lengths: readonly number[],
    dtype: Parameters<typeof several>[3] = 'int8',
    wide = false,
  ) =>
    several(
      'SPLIT_V',
      [typed(shape, dtype), wide ? longs(lengths) : integers(lengths), integers([axis], [])],
      lengths.length,
      dtype,
      { numSplits: lengths.length },
    );
  for (const axis of [0, 1, 2, 3, -1, -2, -3, -4]) add(`axis ${axis}`, split([3, 3, 3, 3], axis, [1, 2]));
  add('three parts', split([2, 9, 2], 1, [4, 2, 3]));
  add('the rest', split([2, 9, 2], 1, [4, -1, 3]));
  add('one part', split([2, 3], 1, [3]));
  add('int64 lengths', split([2, 9], 1, [4, 5], 'int8', true));
  add('a vector', split([12], 0, [1, 1, 9, 1]));
  add('5 dimensions', split([2, 2, 3, 5, 2], 3, [4, 1]));
  for (const dtype of ['int16', 'int32', 'float32'] as const) {
    add(`${dtype}, axis 1`, split([2, 4, 3], 1, [3, 1], dtype));
    add(`${dtype}, axis 2`, split([2, 4, 3], -1, [1, 2], dtype));
  }
  const wrong = split([2, 4, 3], 1, [1, 3]);
  add('refused: bool', {
    ...wrong,
    tensors: wrong.tensors.map(({ quant: _quant, ...tensor }) =>
      tensor.data ? tensor : { ...tensor, dtype: 'bool' as const },
    ),
  });
  return list;
};

export default cases;
