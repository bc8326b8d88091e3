/** SHAPE: of one to six dimensions, of tensors of all types. */
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const attrs = { outType: 'INT32' };
  for (const shape of [[1], [7], [2, 3], [1, 2, 3], [1, 3, 2, 2], [1, 1, 2, 1, 3], [2, 1, 2, 1, 1, 3]]) {
    add(`[${shape}]`, single('SHAPE', [typed(shape)], output('int32'), attrs));
  }
  for (const dtype of ['int16', 'int32', 'int64', 'bool', 'float32'] as const) {
    add(dtype, single('SHAPE', [typed([2, 3], dtype)], output('int32'), attrs));
  }
  const long = single('SHAPE', [typed([2, 3])], { ...output('int64'), shape: [2] }, { outType: 'INT64' });
  add('refused: int64', long);
  return list;
};

export default cases;
