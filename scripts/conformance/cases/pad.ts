/** PAD: ranks 1 to 5, one side only, no padding, every zero point, all types. */
import { typed, output as typedOutput } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { activation, integers, quant, single, withSamples } from '../network.ts';

const PADDINGS: readonly (readonly [shape: readonly number[], paddings: readonly number[]])[] = [
  [[7], [2, 3]],
  [
    [1, 9],
    [0, 0, 1, 0],
  ],
  [
    [3, 5],
    [1, 2, 3, 4],
  ],
  [
    [2, 3, 4],
    [0, 1, 2, 0, 1, 1],
  ],
  [
    [1, 5, 7, 3],
    [0, 0, 1, 1, 1, 1, 0, 0],
  ],
  [
    [1, 5, 7, 3],
    [0, 0, 0, 1, 0, 1, 0, 0],
  ],
  [
    [1, 5, 7, 3],
    [0, 0, 0, 0, 0, 0, 0, 5],
  ],
  [
    [1, 5, 7, 3],
    [0, 0, 0, 0, 2, 0, 0, 0],
  ],
  [
    [1, 5, 7, 3],
    [1, 2, 0, 0, 0, 0, 0, 0],
  ],
  [
    [1, 5, 7, 3],
    [1, 1, 1, 1, 1, 1, 1, 1],
  ],
  [
    [1, 5, 7, 3],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ],
  [
    [1, 4, 4, 1],
    [0, 0, 0, 0, 0, 0, 1, 2],
  ],
  [
    [1, 1, 1, 1],
    [0, 0, 3, 2, 1, 4, 0, 0],
  ],
  [
    [2, 2, 3, 2, 2],
    [0, 1, 1, 0, 2, 0, 0, 2, 1, 1],
  ],
  [
    [1, 2, 3, 1, 1],
    [0, 0, 0, 0, 1, 1, 0, 0, 0, 0],
  ],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const output = (zeroPoint: number) => ({ dtype: 'int8' as const, quant: quant(0.1, zeroPoint) });

  for (const [k, [shape, paddings]] of PADDINGS.entries()) {
    const zero = [-128, 127, 0, 33][k % 4]!;
    const inputs = [activation(shape, 0.1, zero), integers(paddings, [shape.length, 2])];
    add(`[${shape}] by [${paddings}]`, single('PAD', inputs, output(zero)));
  }
  const shifted = [activation([1, 3, 2], 0.1, -7), integers([0, 0, 1, 1, 0, 1], [3, 2])];
  add('another zero point on the output', single('PAD', shifted, output(9)));
  const rescaled = { dtype: 'int8' as const, quant: quant(0.4, -7) };
  add('another scale on the output', single('PAD', shifted, rescaled));
  for (const dtype of ['int16', 'int32', 'float32'] as const) {
    for (const [shape, paddings] of [PADDINGS[0]!, PADDINGS[2]!, PADDINGS[6]!, PADDINGS[9]!, PADDINGS[13]!]) {
      const inputs = [typed(shape, dtype), integers(paddings, [shape.length, 2])];
      add(`${dtype} [${shape}] by [${paddings}]`, single('PAD', inputs, typedOutput(dtype)));
    }
  }
  const wide = [typed([2], 'int64'), integers([1, 1], [1, 2])];
  add('refused: int64', single('PAD', wide, { ...typedOutput('int64'), shape: [4] }));
  const deep = [
    activation([1, 1, 2, 1, 2, 2], 0.1, 0),
    integers([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [6, 2]),
  ];
  add('refused: 6 dimensions', single('PAD', deep, { ...output(0), shape: [1, 1, 3, 1, 2, 2] }));
  const few = [activation([1, 4, 4, 1], 0.1, 0), integers([1, 1, 1, 1], [2, 2])];
  add('refused: paddings for 2 of 4 dimensions', single('PAD', few, { ...output(0), shape: [1, 6, 6, 1] }));
  return list;
};

export default cases;
