/** TRANSPOSE: every order of three and four dimensions, some of five, all types, dimensions of 1. */
import type { DType } from '../../../src/graph/dtype.ts';
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

/** All orders of some numbers. */
function orders(numbers: readonly number[]): number[][] {
  if (numbers.length === 0) return [[]];
  return numbers.flatMap((first) =>
    orders(numbers.filter((n) => n !== first)).map((rest) => [first, ...rest]),
  );
}

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (shape: readonly number[], order: readonly number[], dtype: DType = 'int8') => {
    const inputs = [typed(shape, dtype), integers(order)];
    const graph = single('TRANSPOSE', inputs, output(dtype));
    list.push(withSamples(random, `${dtype} [${shape}] by [${order}]`, graph));
  };
  for (const order of orders([0, 1, 2])) add([2, 3, 4], order);
  for (const order of orders([0, 1, 2, 3])) add([2, 3, 1, 4], order);
  add([5], [0]);
  add([1, 1], [1, 0]);
  add([17, 9], [1, 0]);
  add([1, 7, 5, 8], [0, 3, 1, 2]);
  add([1, 8, 7, 5], [0, 2, 3, 1]);
  for (const order of [
    [4, 3, 2, 1, 0],
    [0, 2, 1, 4, 3],
    [1, 0, 3, 2, 4],
    [3, 4, 0, 1, 2],
  ]) {
    add([2, 3, 2, 1, 3], order);
  }
  for (const dtype of ['int16', 'float32'] as const) {
    add([2, 3, 4], [2, 0, 1], dtype);
    add([1, 5, 4, 3], [0, 3, 1, 2], dtype);
    add([2, 2, 2, 2, 2], [4, 2, 0, 1, 3], dtype);
    add([4, 3], [0, 1], dtype);
  }
  const refuse = (name: string, shape: readonly number[], order: readonly number[], dtype: DType = 'int8') =>
    list.push(
      withSamples(
        random,
        `refused: ${name}`,
        single('TRANSPOSE', [typed(shape, dtype), integers(order)], { ...output(dtype), shape }),
      ),
    );
  refuse('int32', [2, 2], [1, 0], 'int32');
  refuse('6 dimensions', [1, 1, 1, 1, 1, 1], [0, 1, 2, 3, 4, 5]);
  refuse('an order of 2 of 3 dimensions', [2, 2, 2], [1, 0]);
  refuse('an order out of range', [2, 2], [2, 0]);
  refuse('a negative order', [2, 2], [-1, 0]);
  return list;
};

export default cases;
