/** SQUEEZE: all dimensions of 1, some, negative ones; all types. */
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const [shape, dims] of [
    [[1, 3, 1, 5], []],
    [[1, 3, 1, 5], [0]],
    [[1, 3, 1, 5], [2]],
    [[1, 3, 1, 5], [-2]],
    [
      [1, 3, 1, 5],
      [-4, 2],
    ],
    [
      [1, 3, 1, 5],
      [2, 0, 2],
    ],
    [[4, 3], []],
    [[1, 1, 7], [1]],
    [
      [1, 1, 1, 1],
      [1, 2],
    ],
    [[1, 1], []],
    [[1, 2, 1, 2, 1, 2], []],
  ]) {
    add(`[${shape}] without [${dims}]`, single('SQUEEZE', [typed(shape!)], output(), { squeezeDims: dims }));
  }
  for (const dtype of ['int16', 'int32', 'uint32', 'int64', 'bool', 'uint8', 'float32'] as const) {
    add(dtype, single('SQUEEZE', [typed([1, 3, 1, 5], dtype)], output(dtype), { squeezeDims: [] }));
  }
  const two = { ...output(), shape: [2, 3] };
  add('refused: a dimension of 2', single('SQUEEZE', [typed([2, 3])], two, { squeezeDims: [0] }));
  add('refused: out of range', single('SQUEEZE', [typed([1, 2, 3])], two, { squeezeDims: [3] }));
  return list;
};

export default cases;
