/** EMBEDDING_LOOKUP: tables of two to four dimensions, int8 as it is and as real numbers, float32. */
import type { Tensor } from '../../../src/graph/graph.ts';
import { output, typed, withPositions } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, count: number, table: Tensor, result: ReturnType<typeof output>) => {
    const graph = single('EMBEDDING_LOOKUP', [typed([count], 'int32'), table], result);
    list.push(withPositions(random, name, graph, () => random.integer(0, table.shape[0]! - 1)));
  };
  const constant = (shape: readonly number[], zeroPoint: number, scale = 0.1): Tensor => ({
    ...typed(shape),
    quant: quant(scale, zeroPoint),
    data: random.int8(shape.reduce((product, dim) => product * dim, 1)),
  });
  for (const shape of [
    [7, 5],
    [1, 4],
    [9, 1],
    [6, 2, 3],
    [4, 2, 2, 3],
  ]) {
    add(`int8 [${shape}]`, 5, constant(shape, -7), output());
    add(`int8 [${shape}] as real numbers`, 5, constant(shape, 0), output('float32'));
  }
  add('one position', 1, constant([7, 5], 3), output());
  add('a table that is no constant', 4, typed([3, 4]), output());
  add('another scale', 4, constant([3, 4], 0), { dtype: 'int8', quant: quant(0.3, 9) });
  for (const scale of [1e-9, 0.00731, 3.7e8])
    add(`scale ${scale}`, 6, constant([5, 9], 0, scale), output('float32'));
  add('float32', 5, typed([7, 3], 'float32'), output('float32'));

  const refuse = (
    name: string,
    inputs: Parameters<typeof single>[1],
    dtype: 'int8' | 'float32' | 'int16' = 'int8',
  ) => {
    const graph = single('EMBEDDING_LOOKUP', inputs, { ...output(dtype), shape: [2, 3] });
    list.push(withSamples(random, `refused: ${name}`, graph));
  };
  refuse('int16', [integers([0, 1]), typed([4, 3], 'int16')], 'int16');
  refuse('positions of two dimensions', [integers([0, 1], [2, 1]), typed([4, 3])]);
  refuse('a table of one dimension', [integers([0, 1]), typed([4])]);
  refuse('a position out of range', [integers([0, 4]), typed([4, 3])]);
  refuse('a zero point on weights read as real numbers', [integers([0, 1]), typed([4, 3])], 'float32');
  return list;
};

export default cases;
