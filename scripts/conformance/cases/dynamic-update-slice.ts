/** DYNAMIC_UPDATE_SLICE: one to six dimensions, indices within and beyond, of both types; all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { output, typed, withPositions } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const UPDATES: readonly (readonly [whole: readonly number[], part: readonly number[]])[] = [
  [[9], [4]],
  [[9], [1]],
  [[9], [9]],
  [
    [4, 5],
    [2, 3],
  ],
  [
    [4, 5],
    [1, 5],
  ],
  [
    [4, 5],
    [4, 1],
  ],
  [
    [4, 5],
    [4, 5],
  ],
  [
    [3, 4, 5],
    [2, 4, 5],
  ],
  [
    [3, 4, 5],
    [1, 2, 3],
  ],
  [
    [1, 6, 3, 2],
    [1, 1, 3, 2],
  ],
  [
    [1, 6, 3, 2],
    [1, 4, 1, 1],
  ],
  [
    [2, 2, 3, 2, 2],
    [1, 2, 2, 1, 2],
  ],
  [
    [2, 1, 2, 3, 1, 2],
    [1, 1, 2, 2, 1, 1],
  ],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (k: number, dtype: DType = 'int8', indices: DType = 'int32') => {
    const [whole, part] = UPDATES[k]!;
    const inputs = [typed(whole, dtype), typed(part, dtype), typed([whole.length], indices)];
    const graph = single('DYNAMIC_UPDATE_SLICE', inputs, output(dtype));
    const name = `${dtype} [${part}] into [${whole}], indices ${indices}`;
    // Data of an integer type are drawn from the same numbers: enough to tell them apart.
    list.push(
      withPositions(random, name, graph, (i) => (i === 2 ? random.integer(-2, 7) : random.integer(-99, 99))),
    );
  };
  for (const k of UPDATES.keys()) add(k);
  for (const k of [0, 3, 8]) {
    add(k, 'int8', 'int64');
    for (const dtype of ['int16', 'int32', 'float32'] as const) add(k, dtype);
  }
  const constant = [typed([4, 5]), typed([2, 2]), integers([1, 2])];
  list.push(withSamples(random, 'constant indices', single('DYNAMIC_UPDATE_SLICE', constant, output())));
  const far = [typed([4, 5]), typed([2, 2]), integers([2 ** 31 - 1, -(2 ** 31)])];
  list.push(withSamples(random, 'indices at the ends', single('DYNAMIC_UPDATE_SLICE', far, output())));

  const refuse = (name: string, inputs: Parameters<typeof single>[1]) => {
    const graph = single('DYNAMIC_UPDATE_SLICE', inputs, { ...output(inputs[0]!.dtype), shape: [4, 5] });
    list.push(withSamples(random, `refused: ${name}`, graph));
  };
  refuse('bool', [typed([4, 5], 'bool'), typed([2, 2], 'bool'), integers([1, 2])]);
  refuse('two types', [typed([4, 5]), typed([2, 2], 'int16'), integers([1, 2])]);
  refuse('an update that is larger', [typed([4, 5]), typed([2, 6]), integers([1, 2])]);
  refuse('an update of fewer dimensions', [typed([4, 5]), typed([2]), integers([1, 2])]);
  refuse('one index for two dimensions', [typed([4, 5]), typed([2, 2]), integers([1])]);
  return list;
};

export default cases;
