/** BATCH_MATMUL: transposed or not, broadcasting of batches, constants on either side, scales and zero points. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { ShapePair } from '../broadcast.ts';
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

/** Batches of the left and of the right matrices. */
const BATCHES: readonly ShapePair[] = [
  [[], []],
  [[1], [1]],
  [[3], []],
  [[], [3]],
  [[3], [1]],
  [[1], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [2, 1],
    [1, 3],
  ],
  [[2, 3], [3]],
  [[3], [2, 1]],
  [
    [2, 3],
    [2, 1],
  ],
  [[2, 1, 3], [1]],
  [
    [2, 1, 3],
    [2, 2, 1],
  ],
];

/** Rows, columns and depth. */
type Sizes = readonly [number, number, number];

const SIZES: readonly Sizes[] = [
  [1, 1, 1],
  [1, 5, 19],
  [7, 1, 4],
  [4, 3, 1],
];

/** Scales of both sides, and the output's as a multiple of the one that fits. */
const SCALES = [
  [1e-6, 1e-6, 1],
  [1e4, 1e3, 1],
  [0.02, 0.01, 1e-3],
  [0.02, 0.01, 1e9],
] as const;

interface Options {
  readonly attrs?: { readonly adjX?: boolean; readonly adjY?: boolean };
  readonly scales?: readonly [number, number, number];
  readonly zeroPoints?: readonly [number, number, number];
  readonly constant?: 'left' | 'right';
  readonly wide?: boolean;
}

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (
    name: string,
    [left, right]: ShapePair,
    [rows, columns, depth]: Sizes,
    { attrs = {}, scales = [0.05, 0.03, 1], zeroPoints = [-7, 11, 3], constant, wide }: Options = {},
  ): void => {
    const { adjX = false, adjY = false } = attrs;
    const shapes = [
      [...left, ...(adjX ? [depth, rows] : [rows, depth])],
      [...right, ...(adjY ? [columns, depth] : [depth, columns])],
    ] as const;
    const inputs = shapes.map((shape, i): Tensor => {
      const tensor = wide ? activation16(shape, scales[i]!) : activation(shape, scales[i]!, zeroPoints[i]!);
      return constant === (['left', 'right'] as const)[i]
        ? { ...tensor, data: random.values(tensor, false) }
        : tensor;
    });
    const fitting = scales[0] * scales[1] * 74 * 74 * Math.sqrt(depth) * 0.02 * scales[2];
    const output = wide
      ? { dtype: 'int16' as const, quant: quant(fitting * 256, 0) }
      : { dtype: 'int8' as const, quant: quant(fitting, zeroPoints[2]) };
    const graph = single('BATCH_MATMUL', inputs, output, { adjX, adjY, asymmetricQuantizeInputs: false });
    list.push(withSamples(random, name, graph));
  };

  for (const adjX of [false, true]) {
    for (const adjY of [false, true]) {
      const label = `${adjX ? 'left transposed, ' : ''}${adjY ? 'right transposed, ' : ''}`;
      for (const batches of BATCHES) {
        add(`${label}batches [${batches[0]}] and [${batches[1]}]`, batches, [2, 3, 5], {
          attrs: { adjX, adjY },
        });
      }
      for (const constant of ['left', 'right'] as const) {
        add(`${label}constant ${constant}`, [[2], [2]], [3, 2, 4], { attrs: { adjX, adjY }, constant });
      }
    }
  }
  for (const sizes of SIZES) add(`sizes ${sizes.join('×')}`, [[2], [2]], sizes);
  for (const scales of SCALES) add(`scales ${scales.join(', ')}`, [[], []], [3, 4, 6], { scales });
  for (const zeroPoints of [
    [-128, 127, 0],
    [127, -128, -128],
    [127, 127, 127],
  ] as const) {
    add(`zero points ${zeroPoints.join(', ')}`, [[], []], [3, 4, 6], { zeroPoints });
  }
  for (let k = 0; k < 8; k++) {
    const scale = () => random.logarithmic(1e-3, 1);
    add(`random ${k}`, [[], []], [4, 5, 9], { scales: [scale(), scale(), 0.3] });
  }

  for (const adjX of [false, true]) {
    for (const adjY of [false, true]) {
      const label = `int16${adjX ? ', left transposed' : ''}${adjY ? ', right transposed' : ''}`;
      for (const batches of [BATCHES[0]!, BATCHES[7]!]) {
        const name = `${label}, batches [${batches[0]}] and [${batches[1]}]`;
        add(name, batches, [2, 3, 5], { attrs: { adjX, adjY }, wide: true });
      }
    }
  }
  add('int16, constant right', [[], []], [3, 4, 19], { constant: 'right', wide: true });
  for (const factor of [1e-3, 0.02, 1e9]) {
    add(`int16, scale ×${factor}`, [[], []], [3, 4, 6], { scales: [0.02, 0.01, factor], wide: true });
  }
  return list;
};

export default cases;
