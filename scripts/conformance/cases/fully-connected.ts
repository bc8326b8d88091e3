/** FULLY_CONNECTED: rows, kept dimensions, scales per channel and per tensor, activations, extremes. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { quant, single, withSamples } from '../network.ts';
import { outputOf, type WeightedOptions, type WideBias, weighted, widened } from '../weighted.ts';

const PLAIN = {
  activation: 'NONE',
  weightsFormat: 'DEFAULT',
  keepNumDims: false,
  asymmetricQuantizeInputs: false,
  quantizedBiasType: 'FLOAT32',
};

/** Input, and weights [outputs, inputs]. */
const SHAPES: readonly (readonly [readonly number[], readonly [number, number]])[] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [1, 16],
    [4, 16],
  ],
  [
    [1, 17],
    [1, 17],
  ],
  [
    [1, 131],
    [3, 131],
  ],
  [
    [5, 7],
    [9, 7],
  ],
  [[12], [2, 12]],
  [
    [1, 2, 3, 4],
    [5, 24],
  ],
  [
    [2, 3, 4],
    [5, 4],
  ],
];

/** Scale of the input, of the weights, and the output's as a multiple of the one that fits. */
const SCALES = [
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
    [input, weights]: readonly [readonly number[], readonly [number, number]],
    attrs: Partial<typeof PLAIN> = {},
    {
      outputScale = 1,
      zeroPoint = 3,
      bias = 'present',
      change = (tensor) => tensor,
      wide,
      ...rest
    }: Partial<WeightedOptions> & {
      outputScale?: number;
      zeroPoint?: number;
      bias?: 'present' | 'absent' | 'left out';
      /** A change to the bias. */
      change?: (bias: Tensor) => Tensor;
      wide?: WideBias;
    } = {},
  ): void => {
    const parts = widened(weighted(random, input, weights, { products: weights[1], axis: 0, ...rest }), wide);
    const tail = { present: [change(parts.bias)], absent: [null], 'left out': [] }[bias];
    const output = outputOf(parts.scale * outputScale, zeroPoint, wide);
    const graph = single('FULLY_CONNECTED', [parts.input, parts.weights, ...tail], output, {
      ...PLAIN,
      ...attrs,
    });
    list.push(withSamples(random, name, graph));
  };
  const small = [
    [1, 23],
    [6, 23],
  ] as const;

  for (const perTensor of [false, true]) {
    const label = perTensor ? ', per tensor' : '';
    for (const shapes of SHAPES) {
      add(`[${shapes[0]}] by [${shapes[1]}]${label}`, shapes, {}, { perTensor });
      if (shapes[0].at(-1) === shapes[1][1]) {
        add(`[${shapes[0]}] by [${shapes[1]}], kept${label}`, shapes, { keepNumDims: true }, { perTensor });
      }
    }
    for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
      for (const zeroPoint of [-128, 127]) {
        add(
          `${activation}, zero point ${zeroPoint}${label}`,
          small,
          { activation },
          { zeroPoint, perTensor },
        );
      }
      add(`${activation}, coarse scale${label}`, small, { activation }, { outputScale: 40, perTensor });
    }
    for (const [inputScale, weightScale, outputScale] of SCALES) {
      const name = `scales ${inputScale}, ${weightScale}, ×${outputScale}${label}`;
      add(name, small, {}, { inputScale, weightScale, outputScale, perTensor });
    }
    for (const inputZeroPoint of [-128, 0, 127]) {
      add(
        `zero point ${inputZeroPoint}${label}`,
        small,
        {},
        { inputZeroPoint, zeroPoint: -inputZeroPoint % 128, perTensor },
      );
    }
    for (const bias of ['absent', 'left out'] as const) {
      add(`bias ${bias}${label}`, small, {}, { bias, perTensor });
    }
  }
  // TFLM's source rounds the product of the scales to single precision; what runs does not.
  for (let k = 0; k < 16; k++) {
    const [inputScale, weightScale] = [random.logarithmic(1e-3, 1), random.logarithmic(1e-3, 1)];
    const zero = () => random.integer(-128, 127);
    const options = { inputScale, weightScale, inputZeroPoint: zero(), zeroPoint: zero() };
    add(
      `random ${k}`,
      [
        [4, 61],
        [8, 61],
      ],
      {},
      { ...options, outputScale: 0.3, perTensor: true },
    );
  }

  const scaled = (factor: number) => (bias: Tensor) => ({
    ...bias,
    quant: quant(bias.quant!.scale[0]! * factor, 0),
  });
  const coarse = { perTensor: true, outputScale: 0.001 };
  add('bias of a scale slightly off', small, {}, { perTensor: true, change: scaled(1.5) });
  add('refused: bias of another scale', small, {}, { ...coarse, change: scaled(3) });
  add('bias of another scale, per channel', small, {}, { change: scaled(3) });
  const { quant: _none, ...rest } = weighted(random, [1, 4], [2, 4], {
    products: 4,
    axis: 0,
    perTensor: true,
  }).bias;
  add(
    'bias without a scale',
    [
      [1, 4],
      [2, 4],
    ],
    {},
    { perTensor: true, change: () => rest },
  );
  for (const zeroPoint of [-128, 1, 127]) {
    const parts = weighted(random, ...small, { products: 23, axis: 0, perTensor: true });
    const weights = { ...parts.weights, quant: quant(parts.weights.quant!.scale[0]!, zeroPoint) };
    const output = { dtype: 'int8' as const, quant: quant(parts.scale * 2, 3) };
    const graph = single('FULLY_CONNECTED', [parts.input, weights, parts.bias], output, PLAIN);
    list.push(withSamples(random, `weights of zero point ${zeroPoint}`, graph));
  }

  for (const wide of ['int64', 'int32'] as const) {
    for (const perTensor of [false, true]) {
      const label = `int16, bias ${wide}${perTensor ? ', per tensor' : ''}`;
      for (const shapes of SHAPES.slice(2)) {
        const kept = shapes[0].at(-1) === shapes[1][1];
        add(`${label}, [${shapes[0]}] by [${shapes[1]}]`, shapes, { keepNumDims: kept }, { wide, perTensor });
      }
      for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
        add(`${label}, ${activation}`, small, { activation }, { wide, perTensor, outputScale: 0.02 });
      }
      for (const outputScale of [1e-3, 1.1e-2, 0.05, 50, 1e9]) {
        add(`${label}, scale ×${outputScale}`, small, {}, { wide, outputScale, perTensor });
      }
      for (const bias of ['absent', 'left out'] as const) {
        const quantizedBiasType = wide === 'int32' ? 'INT32' : 'FLOAT32';
        add(`${label}, ${bias}`, small, { quantizedBiasType }, { wide, bias, perTensor, outputScale: 0.02 });
      }
    }
  }
  return list;
};

export default cases;
