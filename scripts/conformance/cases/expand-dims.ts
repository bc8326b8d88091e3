/** EXPAND_DIMS: every place, counted from both ends; all types. */
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const axis of [0, 1, 2, 3, -1, -2, -3, -4]) {
    add(`axis ${axis}`, single('EXPAND_DIMS', [typed([2, 3, 4]), integers([axis], [])], output()));
  }
  add('axis of one dimension', single('EXPAND_DIMS', [typed([2, 3]), integers([1])], output()));
  add('a scalar', single('EXPAND_DIMS', [typed([]), integers([0], [])], output()));
  add('to 5 dimensions', single('EXPAND_DIMS', [typed([1, 2, 3, 4]), integers([2], [])], output()));
  for (const dtype of ['int16', 'float32'] as const) {
    add(dtype, single('EXPAND_DIMS', [typed([2, 5], dtype), integers([1], [])], output(dtype)));
  }
  const shape = [2, 1, 3];
  const refuse = (name: string, ...inputs: Parameters<typeof single>[1]) =>
    add(`refused: ${name}`, single('EXPAND_DIMS', inputs, { ...output(inputs[0]!.dtype), shape }));
  refuse('out of range', typed([2, 3]), integers([3], []));
  refuse('int64 axis', typed([2, 3]), longs([1], []));
  refuse('int32', typed([2, 3], 'int32'), integers([1], []));
  return list;
};

export default cases;
