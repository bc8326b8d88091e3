/** SELECT_V2: broadcasting of each of the three inputs; int8, int16 and float32. */
import type { DType } from '../../../src/graph/dtype.ts';
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';
import { operand } from '../pairs.ts';

const SHAPES = [
  [
    [1, 3, 2, 5],
    [1, 3, 2, 5],
    [1, 3, 2, 5],
  ],
  [[], [], []],
  [[1], [], [1, 1]],
  [[], [4, 3], [4, 3]],
  [
    [4, 1],
    [4, 3],
    [4, 3],
  ],
  [[4, 3], [3], []],
  [[4, 3], [], [4, 1]],
  [[4, 3], [1], [1]],
  [[3], [2, 4, 1], [1]],
  [
    [2, 1, 3, 1],
    [1, 2, 1, 5],
    [2, 2, 1, 1],
  ],
  [[2, 1, 2, 1, 2], [1, 3, 1, 2, 1], [2]],
  [
    [1, 17, 1],
    [1, 17, 2],
    [1, 17, 2],
  ],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, dtype: DType, [condition, a, b]: readonly (readonly number[])[]): void => {
    const mask: Tensor = { name: 'condition', shape: condition!, dtype: 'bool' };
    const [x, y] = [operand(dtype, a!, 0.05, 0), operand(dtype, b!, 0.05, 0)];
    const { name: _name, shape: _shape, ...output } = x;
    list.push(withSamples(random, `${dtype}: ${name}`, single('SELECT_V2', [mask, x, y], output)));
  };
  for (const dtype of ['int8', 'int16', 'float32'] as const) {
    for (const shapes of SHAPES) add(shapes.map((shape) => `[${shape}]`).join(', '), dtype, shapes);
  }
  add('refused', 'int32', SHAPES[0]!);
  add('refused', 'bool', SHAPES[0]!);
  return list;
};

export default cases;
