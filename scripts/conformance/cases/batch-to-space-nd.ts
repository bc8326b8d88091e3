/** BATCH_TO_SPACE_ND: three and four dimensions, crops, batches, both types. */
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const BLOCKS: readonly (readonly [
  shape: readonly number[],
  block: readonly number[],
  crops: readonly number[],
])[] = [
  [
    [4, 2, 2, 1],
    [2, 2],
    [0, 0, 0, 0],
  ],
  [
    [6, 2, 2, 3],
    [2, 3],
    [0, 0, 0, 0],
  ],
  [
    [8, 2, 1, 2],
    [2, 2],
    [0, 0, 0, 0],
  ],
  [
    [4, 3, 2, 2],
    [2, 2],
    [1, 0, 0, 1],
  ],
  [
    [6, 3, 3, 2],
    [3, 2],
    [2, 2, 1, 2],
  ],
  [
    [6, 3, 2, 1],
    [1, 3],
    [0, 0, 2, 1],
  ],
  [
    [1, 1, 1, 5],
    [1, 1],
    [0, 0, 0, 0],
  ],
  [[2, 3, 3], [2], [0, 0]],
  [[6, 3, 2], [3], [1, 3]],
  [[2, 4, 1], [2], [1, 0]],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const inputs = ([shape, block, crops]: (typeof BLOCKS)[number], dtype: Parameters<typeof typed>[1]) => [
    typed(shape, dtype),
    integers(block),
    integers(crops, [block.length, 2]),
  ];
  for (const blocks of BLOCKS) {
    const name = `[${blocks[0]}] in blocks of [${blocks[1]}], cropped by [${blocks[2]}]`;
    add(name, single('BATCH_TO_SPACE_ND', inputs(blocks, 'int8'), output()));
  }
  for (const k of [0, 3, 8]) {
    const blocks = BLOCKS[k]!;
    add(`float32 [${blocks[0]}]`, single('BATCH_TO_SPACE_ND', inputs(blocks, 'float32'), output('float32')));
  }
  const refuse = (name: string, dtype: 'int8' | 'int16', shape: readonly number[]) => {
    const result = { ...output(dtype), shape: [1, ...shape.slice(1, -1).map((dim) => dim * 2), 1] };
    const given = inputs([shape, [2, 2], [0, 0, 0, 0]], dtype);
    add(`refused: ${name}`, single('BATCH_TO_SPACE_ND', given, result));
  };
  refuse('int16', 'int16', [4, 2, 2, 1]);
  refuse('5 dimensions', 'int8', [4, 2, 2, 2, 1]);
  refuse('2 dimensions', 'int8', [4, 1]);
  return list;
};

export default cases;
