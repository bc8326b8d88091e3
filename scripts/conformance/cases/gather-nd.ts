/** GATHER_ND: one index to five, slices and elements, indices that leave their dimension; both types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { longs, output, typed, withPositions } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (data: readonly number[], by: readonly number[], dtype: DType = 'int8') => {
    const graph = single('GATHER_ND', [typed(data, dtype), typed(by, 'int32')], output(dtype));
    const most = Math.min(...data.slice(0, by.at(-1)!)) - 1;
    const name = `${dtype} [${data}] by [${by}]`;
    list.push(withPositions(random, name, graph, () => random.integer(0, most)));
  };
  add([9], [4, 1]);
  add([9], [1]);
  add([4, 3], [3, 1]);
  add([4, 3], [3, 2]);
  add([4, 3], [2]);
  add([4, 3, 5], [6, 1]);
  add([4, 3, 5], [6, 2]);
  add([4, 3, 5], [6, 3]);
  add([4, 3, 5], [2, 3, 2]);
  add([1, 5, 7, 3], [2, 2, 3]);
  add([2, 2, 3, 2, 2], [4, 5]);
  add([2, 2, 3, 2, 2], [4, 4]);
  add([2, 3, 2, 2, 2, 2], [3, 3]);
  for (const by of [
    [3, 1],
    [3, 2],
    [2, 2, 3],
  ]) {
    add([3, 4, 2], by, 'float32');
  }
  const constant = single('GATHER_ND', [typed([4, 3]), integers([3, 2, 0, 0, 1, 2], [3, 2])], output());
  list.push(withSamples(random, 'constant indices', constant));
  const astray = single('GATHER_ND', [typed([4, 3]), integers([1, -1, 0, 5, 3, 1], [3, 2])], output());
  list.push(withSamples(random, 'indices that leave their dimension', astray));

  const refuse = (name: string, inputs: Parameters<typeof single>[1]) => {
    const graph = single('GATHER_ND', inputs, { ...output(inputs[0]!.dtype), shape: [2] });
    list.push(withSamples(random, `refused: ${name}`, graph));
  };
  refuse('int16', [typed([4], 'int16'), integers([0, 1], [2, 1])]);
  refuse('int64 indices', [typed([4]), longs([0, 1], [2, 1])]);
  refuse('more indices than dimensions', [typed([4]), integers([0, 0, 1, 1], [2, 2])]);
  refuse('an index out of range', [typed([4]), integers([0, 4], [2, 1])]);
  refuse('a negative index', [typed([4]), integers([0, -1], [2, 1])]);
  return list;
};

export default cases;
