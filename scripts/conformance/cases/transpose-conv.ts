/** TRANSPOSE_CONV: paddings, strides, windows, outputs of all sizes, activations, scales, absent biases. */
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';
import { outputOf, type WeightedOptions, type WideBias, weighted, widened } from '../weighted.ts';

const PLAIN = { padding: 'SAME', strideW: 1, strideH: 1, activation: 'NONE', quantizedBiasType: 'FLOAT32' };

/** Input [batch, height, width, depth], weights [outputs, height, width, depth]. */
type Shapes = readonly [readonly number[], readonly number[]];

const SMALL: Shapes = [
  [1, 3, 4, 3],
  [2, 3, 2, 3],
];

const SHAPES: readonly Shapes[] = [
  [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ],
  [
    [1, 3, 2, 5],
    [7, 1, 1, 5],
  ],
  [
    [2, 2, 3, 1],
    [1, 2, 2, 1],
  ],
  [
    [1, 1, 5, 18],
    [5, 1, 3, 18],
  ],
  [
    [1, 4, 1, 2],
    [3, 5, 4, 2],
  ],
];

/** Scale of the input, of the weights, and the output's as a multiple of the one that fits. */
const SCALES = [
  [1e-6, 1e-6, 1],
  [1e4, 1e3, 1],
  [0.02, 0.01, 1e-3],
  [0.02, 0.01, 1e9],
] as const;

interface Options extends Partial<WeightedOptions> {
  readonly outputScale?: number;
  readonly zeroPoint?: number;
  readonly bias?: 'present' | 'absent' | 'left out';
  readonly wide?: WideBias;
  /** Height and width of the output; those that a convolution with these strides makes the input's of, by default. */
  readonly size?: readonly [number, number];
}

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (
    name: string,
    [input, weights]: Shapes,
    attrs: Partial<typeof PLAIN> = {},
    { outputScale = 1, zeroPoint = 3, bias = 'present', size, wide, ...rest }: Options = {},
  ): void => {
    const all = { ...PLAIN, ...attrs };
    const length = (dim: number, stride: number, taps: number) =>
      all.padding === 'SAME' ? dim * stride : (dim - 1) * stride + taps;
    const [height, width] = size ?? [
      length(input[1]!, all.strideH, weights[1]!),
      length(input[2]!, all.strideW, weights[2]!),
    ];
    const products = (weights[1]! * weights[2]! * weights[3]!) / (all.strideH * all.strideW);
    const parts = widened(
      weighted(random, input, weights, { products: Math.max(1, products), axis: 0, ...rest }),
      wide,
    );
    const tail = { present: [parts.bias], absent: [null], 'left out': [] }[bias];
    const shape = integers([input[0]!, height, width, weights[0]!]);
    const output = outputOf(parts.scale * outputScale, zeroPoint, wide);
    const graph = single('TRANSPOSE_CONV', [shape, parts.weights, parts.input, ...tail], output, all);
    list.push(withSamples(random, name, graph));
  };

  for (const padding of ['SAME', 'VALID']) {
    for (const [strideH, strideW] of [
      [1, 1],
      [2, 2],
      [1, 3],
      [4, 5],
    ] as const) {
      add(`${padding}, stride ${strideH}×${strideW}`, SMALL, { padding, strideH, strideW });
    }
    for (const shapes of SHAPES) {
      add(`${padding}, [${shapes[0]}] by [${shapes[1]}]`, shapes, { padding, strideH: 2, strideW: 2 });
    }
    for (const size of [
      [5, 7],
      [2, 3],
      [11, 12],
    ] as const) {
      add(`${padding}, output ${size.join('×')}`, SMALL, { padding, strideH: 2, strideW: 2 }, { size });
    }
  }
  for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    add(activation, SMALL, { activation, strideH: 2 }, { outputScale: activation === 'RELU' ? 1 : 20 });
  }
  for (const [inputScale, weightScale, outputScale] of SCALES) {
    const name = `scales ${inputScale}, ${weightScale}, ×${outputScale}`;
    add(name, SMALL, { strideW: 2 }, { inputScale, weightScale, outputScale });
  }
  for (const inputZeroPoint of [-128, 127]) {
    add(
      `zero point ${inputZeroPoint}`,
      SMALL,
      { strideW: 2 },
      { inputZeroPoint, zeroPoint: -inputZeroPoint - 1 },
    );
  }
  add('per tensor', SMALL, { strideH: 2 }, { perTensor: true });
  add('bias left out', SMALL, { strideH: 2 }, { bias: 'left out' });
  add('bias left out, per tensor', SMALL, { strideH: 2 }, { bias: 'left out', perTensor: true });
  add('bias absent', SMALL, { strideH: 2 }, { bias: 'absent' });

  const wide = 'int64';
  for (const padding of ['SAME', 'VALID']) {
    add(`int16, ${padding}`, SMALL, { padding, strideH: 2, strideW: 3 }, { wide });
    add(`int16, ${padding}, per tensor`, SMALL, { padding, strideH: 4 }, { wide, perTensor: true });
  }
  for (const shapes of SHAPES)
    add(`int16, [${shapes[0]}] by [${shapes[1]}]`, shapes, { strideW: 2 }, { wide });
  for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    add(`int16, ${activation}`, SMALL, { activation, strideW: 2 }, { wide, outputScale: 0.02 });
  }
  for (const outputScale of [1e-3, 0.05, 1e9])
    add(`int16, scale ×${outputScale}`, SMALL, {}, { wide, outputScale });
  add('int16, bias left out', SMALL, {}, { wide, bias: 'left out' });
  return list;
};

export default cases;
