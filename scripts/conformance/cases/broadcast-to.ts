/** BROADCAST_TO: each dimension stretched or not, new ones before, all types. */
import { broadcastPatterns } from '../broadcast.ts';
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const wide = [2, 3, 2, 3];
  const inputs = [...new Set(broadcastPatterns(wide).map(([shape]) => String(shape)))];
  for (const text of inputs) {
    const shape = text.split(',').map(Number);
    add(`[${shape}] to [${wide}]`, single('BROADCAST_TO', [typed(shape), integers(wide)], output()));
  }
  for (const [shape, wanted] of [
    [[3], [4, 3]],
    [[1], [7]],
    [[], [5]],
    [
      [3, 1],
      [2, 3, 4],
    ],
    [[5], [5]],
    [
      [2, 1, 3],
      [2, 1, 2, 2, 3],
    ],
    [
      [1, 1, 1, 1, 1],
      [2, 1, 3, 1, 2],
    ],
  ]) {
    add(`[${shape}] to [${wanted}]`, single('BROADCAST_TO', [typed(shape!), integers(wanted!)], output()));
  }
  add('int64 shape', single('BROADCAST_TO', [typed([3, 1]), longs([3, 4])], output()));
  for (const dtype of ['int16', 'int32', 'uint32', 'int64', 'bool', 'uint8', 'float32'] as const) {
    add(dtype, single('BROADCAST_TO', [typed([3, 1], dtype), integers([2, 3, 4])], output(dtype)));
    add(`${dtype}, rows`, single('BROADCAST_TO', [typed([1, 5], dtype), integers([3, 5])], output(dtype)));
  }
  const refuse = (name: string, shape: readonly number[], wanted: readonly number[]) =>
    add(
      `refused: ${name}`,
      single('BROADCAST_TO', [typed(shape), integers(wanted)], { ...output(), shape: wanted }),
    );
  refuse('2 to 4', [2], [4]);
  refuse('fewer dimensions', [1, 2], [2]);
  refuse('6 dimensions', [1], [1, 1, 1, 1, 1, 2]);
  return list;
};

export default cases;
