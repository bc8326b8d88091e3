/** BROADCAST_ARGS: shapes of equal and other ranks, constants or not; both types. */
import type { Graph } from '../../../src/graph/graph.ts';
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  for (const [a, b] of [
    [[3], [3]],
    [[1], [4]],
    [
      [2, 3, 4],
      [2, 3, 4],
    ],
    [
      [2, 1, 4],
      [1, 3, 1],
    ],
    [
      [5, 1],
      [2, 1, 4],
    ],
    [
      [1, 2, 3, 4, 5],
      [1, 5],
    ],
    [[7], [1, 1, 1, 7]],
  ]) {
    const wide = (graph: Graph): Case => ({
      name: `int64 [${a}], [${b}]`,
      graph,
      samples: [[BigInt64Array.from(a!, BigInt), BigInt64Array.from(b!, BigInt)]],
    });
    const narrow = (graph: Graph): Case => ({
      name: `int32 [${a}], [${b}]`,
      graph,
      samples: [[Int32Array.from(a!), Int32Array.from(b!)]],
    });
    const shapes = (dtype: 'int32' | 'int64') => [typed([a!.length], dtype), typed([b!.length], dtype)];
    list.push(narrow(single('BROADCAST_ARGS', shapes('int32'), output('int32'))));
    list.push(wide(single('BROADCAST_ARGS', shapes('int64'), output('int64'))));
  }
  const constant = single('BROADCAST_ARGS', [integers([4, 1]), typed([3], 'int32')], output('int32'));
  list.push({ name: 'a constant', graph: constant, samples: [[Int32Array.of(3, 1, 5)]] });
  const mixed = single('BROADCAST_ARGS', [integers([4, 1]), longs([5])], { ...output('int32'), shape: [2] });
  list.push(withSamples(random, 'refused: two types', mixed));
  const matrix = single('BROADCAST_ARGS', [integers([4, 1], [2, 1]), integers([5])], {
    ...output('int32'),
    shape: [2],
  });
  list.push(withSamples(random, 'refused: a shape of two dimensions', matrix));
  return list;
};

export default cases;
