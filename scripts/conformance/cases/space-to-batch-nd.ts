/** SPACE_TO_BATCH_ND: three and four dimensions, paddings, batches, both types. */
import { typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { activation, integers, quant, single, withSamples } from '../network.ts';

const BLOCKS: readonly (readonly [
  shape: readonly number[],
  block: readonly number[],
  paddings: readonly number[],
])[] = [
  [
    [1, 4, 4, 1],
    [2, 2],
    [0, 0, 0, 0],
  ],
  [
    [1, 4, 6, 3],
    [2, 3],
    [0, 0, 0, 0],
  ],
  [
    [2, 4, 4, 2],
    [2, 2],
    [0, 0, 0, 0],
  ],
  [
    [1, 5, 3, 2],
    [2, 2],
    [1, 0, 0, 1],
  ],
  [
    [1, 5, 3, 2],
    [3, 2],
    [2, 2, 1, 2],
  ],
  [
    [2, 3, 3, 1],
    [1, 3],
    [0, 0, 2, 1],
  ],
  [
    [1, 2, 2, 1],
    [4, 4],
    [1, 1, 0, 2],
  ],
  [
    [1, 1, 1, 5],
    [1, 1],
    [0, 0, 0, 0],
  ],
  [[1, 6, 3], [2], [0, 0]],
  [[2, 5, 2], [3], [1, 3]],
  [[1, 7, 1], [2], [1, 0]],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const parameters = (block: readonly number[], paddings: readonly number[]) => [
    integers(block),
    integers(paddings, [block.length, 2]),
  ];
  for (const [shape, block, paddings] of BLOCKS) {
    const name = `[${shape}] in blocks of [${block}], padded by [${paddings}]`;
    const inputs = [activation(shape, 0.1, 0), ...parameters(block, paddings)];
    add(name, single('SPACE_TO_BATCH_ND', inputs, { dtype: 'int8', quant: quant(0.1, 0) }));
  }
  for (const k of [0, 3, 9]) {
    const [shape, block, paddings] = BLOCKS[k]!;
    const inputs = [typed(shape, 'float32'), ...parameters(block, paddings)];
    add(`float32 [${shape}]`, single('SPACE_TO_BATCH_ND', inputs, { dtype: 'float32' }));
    const shifted = [activation(shape, 0.1, -7), ...parameters(block, paddings)];
    add(
      `zero point [${shape}]`,
      single('SPACE_TO_BATCH_ND', shifted, { dtype: 'int8', quant: quant(0.1, -7) }),
    );
  }
  const refuse = (name: string, dtype: 'int8' | 'int16', shape: readonly number[]) => {
    const inputs = [typed(shape, dtype), ...parameters([2, 2], [0, 0, 0, 0])];
    const result = {
      dtype,
      quant: quant(0.1, 0),
      shape: [4, ...shape.slice(1, -1).map((dim) => dim / 2), 1],
    };
    add(`refused: ${name}`, single('SPACE_TO_BATCH_ND', inputs, result));
  };
  refuse('int16', 'int16', [1, 4, 4, 1]);
  refuse('5 dimensions', 'int8', [1, 4, 4, 4, 1]);
  refuse('2 dimensions', 'int8', [4, 1]);
  return list;
};

export default cases;
