/** REVERSE_V2: every run of neighbouring dimensions, all types. */
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const shape = [2, 3, 4, 2];
  for (let first = 0; first < 4; first++) {
    for (let last = first; last < 4; last++) {
      const axes = Array.from({ length: last - first + 1 }, (_, k) => last - k);
      add(`axes [${axes}]`, single('REVERSE_V2', [typed(shape), integers(axes)], output()));
    }
  }
  for (const axes of [[-1], [-4], [1, -2], [-1, -2]]) {
    add(`axes [${axes}]`, single('REVERSE_V2', [typed(shape), integers(axes)], output()));
  }
  add('a vector', single('REVERSE_V2', [typed([9]), integers([0])], output()));
  add('6 dimensions', single('REVERSE_V2', [typed([2, 1, 2, 2, 3, 2]), integers([3, 4])], output()));
  for (const dtype of ['int16', 'int32', 'int64', 'bool', 'uint8', 'float32'] as const) {
    for (const axes of [[0], [1], [0, 1]]) {
      add(`${dtype} [${axes}]`, single('REVERSE_V2', [typed([3, 5], dtype), integers(axes)], output(dtype)));
    }
  }
  const refuse = (name: string, axes: ReturnType<typeof integers>, dtype: 'int8' | 'uint32' = 'int8') =>
    add(
      `refused: ${name}`,
      single('REVERSE_V2', [typed([2, 3, 2], dtype), axes], { ...output(dtype), shape: [2, 3, 2] }),
    );
  refuse('axes that are no neighbours', integers([0, 2]));
  refuse('the same axis twice', integers([1, 1]));
  refuse('out of range', integers([3]));
  refuse('int64 axes', longs([1]));
  return list;
};

export default cases;
