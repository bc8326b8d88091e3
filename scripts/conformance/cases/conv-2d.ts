/** CONV_2D: paddings, strides, dilations, groups, odd shapes, activations, scales and zero points at their ends. */
import type { Case, Cases } from '../network.ts';
import { quant, single, withSamples } from '../network.ts';
import { outputOf, type WeightedOptions, type WideBias, weighted, widened } from '../weighted.ts';

const PLAIN = {
  padding: 'SAME',
  strideW: 1,
  strideH: 1,
  activation: 'NONE',
  dilationW: 1,
  dilationH: 1,
  quantizedBiasType: 'FLOAT32',
};

/** Input [batch, height, width, depth] and weights [outputs, height, width, depth]. */
const SHAPES: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ],
  [
    [1, 4, 3, 5],
    [7, 1, 1, 5],
  ],
  [
    [1, 5, 5, 16],
    [3, 1, 1, 16],
  ],
  [
    [1, 5, 6, 1],
    [4, 5, 2, 1],
  ],
  [
    [1, 3, 4, 17],
    [2, 2, 2, 17],
  ],
  [
    [1, 2, 2, 33],
    [5, 2, 2, 33],
  ],
  [
    [1, 2, 3, 2],
    [3, 5, 7, 2],
  ],
  [
    [1, 9, 1, 3],
    [4, 3, 1, 3],
  ],
  [
    [1, 1, 9, 3],
    [4, 1, 4, 3],
  ],
  [
    [3, 4, 5, 2],
    [3, 3, 3, 2],
  ],
];

/** Input depth, groups, output channels. */
const GROUPS = [
  [4, 2, 4],
  [6, 3, 3],
  [6, 2, 8],
  [5, 5, 5],
  [5, 5, 10],
] as const;

/** Scale of the input, of the weights, and the output's as a multiple of the one that fits. */
const SCALES = [
  [1, 1, 1],
  [1e-6, 1e-6, 1],
  [1e4, 1e3, 1],
  [0.02, 0.01, 1e-6],
  [0.02, 0.01, 1e-3],
  [0.02, 0.01, 0.05],
  [0.02, 0.01, 1e3],
  [0.02, 0.01, 1e9],
] as const;

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (
    name: string,
    [input, weights]: readonly [readonly number[], readonly number[]],
    attrs: Partial<typeof PLAIN> = {},
    {
      outputScale = 1,
      zeroPoint = 3,
      bias = 'present',
      wide,
      ...rest
    }: Partial<WeightedOptions> & {
      outputScale?: number;
      zeroPoint?: number;
      bias?: 'present' | 'absent' | 'left out';
      wide?: WideBias;
    } = {},
  ): void => {
    const products = weights[1]! * weights[2]! * weights[3]!;
    const parts = widened(weighted(random, input, weights, { products, axis: 0, ...rest }), wide);
    const tail = { present: [parts.bias], absent: [null], 'left out': [] }[bias];
    const output = outputOf(parts.scale * outputScale, zeroPoint, wide);
    const graph = single('CONV_2D', [parts.input, parts.weights, ...tail], output, { ...PLAIN, ...attrs });
    list.push(withSamples(random, name, graph));
  };
  const small = [
    [1, 7, 6, 3],
    [4, 3, 2, 3],
  ] as const;

  for (const padding of ['SAME', 'VALID']) {
    for (const [strideH, strideW] of [
      [1, 1],
      [2, 2],
      [1, 3],
      [9, 9],
    ] as const) {
      for (const [dilationH, dilationW] of [
        [1, 1],
        [2, 2],
        [3, 1],
        [1, 4],
      ] as const) {
        const name = `${padding}, stride ${strideH}×${strideW}, dilation ${dilationH}×${dilationW}`;
        add(name, small, { padding, strideH, strideW, dilationH, dilationW });
      }
    }
    for (const shapes of SHAPES) {
      if (padding === 'VALID' && shapes[1][1]! > shapes[0][1]!) continue;
      add(`${padding}, [${shapes[0]}] by [${shapes[1]}]`, shapes, { padding });
    }
  }
  const twoTaps = [
    [1, 3, 3, 2],
    [3, 2, 2, 2],
  ] as const;
  add('dilated beyond the input', twoTaps, { dilationH: 8, dilationW: 5 });
  add(
    'dilation of one tap',
    [
      [1, 3, 3, 2],
      [3, 1, 1, 2],
    ],
    { dilationH: 1000, dilationW: 2147483647 },
  );

  for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    for (const zeroPoint of [-128, -20, 127]) {
      add(`${activation}, zero point ${zeroPoint}`, small, { activation }, { zeroPoint });
    }
    add(`${activation}, coarse scale`, small, { activation }, { outputScale: 40, zeroPoint: -5 });
  }
  for (const [depth, groups, outputs] of GROUPS) {
    const shapes = [
      [1, 5, 4, depth],
      [outputs, 3, 2, depth / groups],
    ] as const;
    add(`${groups} groups, ${depth} to ${outputs} channels`, shapes);
    add(`${groups} groups, ${depth} to ${outputs} channels, dilated`, shapes, { dilationW: 2, strideH: 2 });
  }
  for (const [inputScale, weightScale, outputScale] of SCALES) {
    for (const perTensor of [false, true]) {
      const name = `scales ${inputScale}, ${weightScale}, ×${outputScale}${perTensor ? ', per tensor' : ''}`;
      add(name, small, {}, { inputScale, weightScale, outputScale, perTensor });
    }
  }
  for (const inputZeroPoint of [-128, 0, 127]) {
    for (const zeroPoint of [-128, 0, 127]) {
      add(`zero points ${inputZeroPoint}, ${zeroPoint}`, small, {}, { inputZeroPoint, zeroPoint });
    }
  }
  for (const bias of ['absent', 'left out'] as const) {
    for (const perTensor of [false, true]) {
      add(
        `bias ${bias}${perTensor ? ', per tensor' : ''}`,
        small,
        { activation: 'RELU' },
        { bias, perTensor },
      );
    }
  }
  const parts = weighted(random, small[0], small[1], { products: 18, axis: 0 });
  const alongDepth = { ...parts.weights, quant: { scale: [1, 2, 3], zeroPoint: [0, 0, 0], axis: 3 } };
  const output = { dtype: 'int8' as const, quant: quant(parts.scale, 0) };
  list.push(
    withSamples(
      random,
      'refused: scales along the depth',
      single('CONV_2D', [parts.input, alongDepth, parts.bias], output, PLAIN),
    ),
    withSamples(
      random,
      'refused: output of another type',
      single('CONV_2D', [parts.input, parts.weights, parts.bias], { ...output, dtype: 'int16' }, PLAIN),
    ),
  );

  for (const wide of ['int64', 'int32'] as const) {
    const label = `int16, bias ${wide}`;
    for (const padding of ['SAME', 'VALID']) {
      add(`${label}, ${padding}`, small, { padding, strideW: 2 }, { wide });
      add(`${label}, ${padding}, dilated`, small, { padding, dilationH: 2 }, { wide, perTensor: true });
    }
    for (const shapes of SHAPES.slice(3, 8))
      add(`${label}, [${shapes[0]}] by [${shapes[1]}]`, shapes, {}, { wide });
    for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
      add(`${label}, ${activation}`, small, { activation }, { wide, outputScale: 0.02 });
    }
    const [depth, groups, outputs] = GROUPS[2];
    const shapes = [
      [1, 5, 4, depth],
      [outputs, 3, 2, depth / groups],
    ] as const;
    add(`${label}, ${groups} groups`, shapes, {}, { wide });
    for (const outputScale of [1e-3, 1.1e-2, 0.05, 50, 1e9]) {
      add(`${label}, scale ×${outputScale}`, small, {}, { wide, outputScale, perTensor: true });
    }
    for (const bias of ['absent', 'left out'] as const) {
      const quantizedBiasType = wide === 'int32' ? 'INT32' : 'FLOAT32';
      add(`${label}, ${bias}`, small, { quantizedBiasType }, { wide, bias, outputScale: 0.02 });
    }
  }
  const many = [
    [1, 1, 1, 700],
    [2, 1, 1, 700],
  ] as const;
  add('int16, long sums', many, {}, { wide: 'int64' });
  return list;
};

export default cases;
