/** SPLIT: every axis, one to seven parts, all types. */
import { several, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const split = (
    shape: readonly number[],
    axis: number,
    parts: number,
    dtype: Parameters<typeof several>[3] = 'int8',
  ) => several('SPLIT', [integers([axis], []), typed(shape, dtype)], parts, dtype, { numSplits: parts });
  for (const axis of [0, 1, 2, 3, -1, -2, -3, -4]) add(`axis ${axis} in 2`, split([2, 4, 6, 2], axis, 2));
  add('axis 2 in 3', split([2, 4, 6, 2], 2, 3));
  add('in 1', split([2, 4, 3], 1, 1));
  add('in 7', split([2, 7], 1, 7));
  add('a vector', split([12], 0, 4));
  add('5 dimensions', split([2, 2, 3, 4, 2], 3, 2));
  for (const dtype of ['int16', 'int32', 'float32'] as const) {
    add(`${dtype}, axis 1`, split([2, 4, 3], 1, 2, dtype));
    add(`${dtype}, axis 2`, split([2, 4, 3], -1, 3, dtype));
  }
  const wrong = split([2, 4, 3], 1, 2);
  add('refused: out of range', {
    ...wrong,
    tensors: wrong.tensors.map((tensor) => (tensor.data ? { ...tensor, data: Int32Array.of(3) } : tensor)),
  });
  add('refused: bool', {
    ...wrong,
    tensors: wrong.tensors.map(({ quant: _quant, ...tensor }) =>
      tensor.data ? tensor : { ...tensor, dtype: 'bool' as const },
    ),
  });
  return list;
};

export default cases;
