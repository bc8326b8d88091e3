/** DEPTHWISE_CONV_2D: paddings, strides, dilations, depth multipliers, odd shapes, activations, extreme scales. */
import type { Case, Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';
import { outputOf, type WeightedOptions, type WideBias, weighted, widened } from '../weighted.ts';

const PLAIN = { padding: 'SAME', strideW: 1, strideH: 1, activation: 'NONE', dilationW: 1, dilationH: 1 };

/** Input [batch, height, width, depth], window [height, width], depth multiplier. */
type Shapes = readonly [input: readonly number[], window: readonly [number, number], multiplier: number];

const SMALL: Shapes = [[1, 7, 6, 3], [3, 2], 1];

const SHAPES: readonly Shapes[] = [
  [[1, 1, 1, 1], [1, 1], 1],
  [[1, 4, 3, 5], [1, 1], 1],
  [[1, 3, 4, 16], [2, 2], 1],
  [[1, 2, 3, 37], [3, 3], 1],
  [[1, 2, 3, 2], [5, 7], 1],
  [[1, 9, 1, 3], [3, 1], 1],
  [[3, 4, 5, 2], [3, 3], 1],
  [[1, 5, 4, 1], [3, 3], 8],
  [[1, 4, 4, 1], [2, 3], 35],
  [[1, 4, 4, 3], [3, 3], 2],
  [[1, 3, 3, 5], [2, 2], 3],
  [[2, 3, 3, 2], [1, 1], 17],
];

/** Scale of the input, of the weights, and the output's as a multiple of the one that fits. */
const SCALES = [
  [1e-6, 1e-6, 1],
  [1e4, 1e3, 1],
  [0.02, 0.01, 1e-6],
  [0.02, 0.01, 0.05],
  [0.02, 0.01, 1e9],
] as const;

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (
    name: string,
    [input, window, depthMultiplier]: Shapes,
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
      bias?: 'present' | 'left out';
      wide?: WideBias;
    } = {},
  ): void => {
    const weights = [1, ...window, input[3]! * depthMultiplier];
    const parts = widened(
      weighted(random, input, weights, { products: window[0] * window[1], axis: 3, ...rest }),
      wide,
    );
    const tail = { present: [parts.bias], 'left out': [] }[bias];
    const output = outputOf(parts.scale * outputScale, zeroPoint, wide);
    const all = { ...PLAIN, depthMultiplier, ...attrs };
    const graph = single('DEPTHWISE_CONV_2D', [parts.input, parts.weights, ...tail], output, all);
    list.push(withSamples(random, name, graph));
  };

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
        add(name, SMALL, { padding, strideH, strideW, dilationH, dilationW });
      }
    }
    for (const shapes of SHAPES) {
      const [input, window, multiplier] = shapes;
      if (padding === 'VALID' && window[0] > input[1]!) continue;
      add(`${padding}, [${input}], window ${window.join('×')}, multiplier ${multiplier}`, shapes, {
        padding,
      });
    }
  }
  add('dilated beyond the input', [[1, 3, 3, 2], [2, 2], 2], { dilationH: 8, dilationW: 5 });

  for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    for (const zeroPoint of [-128, 127]) {
      add(`${activation}, zero point ${zeroPoint}`, SMALL, { activation }, { zeroPoint });
    }
    add(`${activation}, coarse scale`, SMALL, { activation }, { outputScale: 40, zeroPoint: -5 });
  }
  for (const [inputScale, weightScale, outputScale] of SCALES) {
    for (const perTensor of [false, true]) {
      const name = `scales ${inputScale}, ${weightScale}, ×${outputScale}${perTensor ? ', per tensor' : ''}`;
      add(name, SMALL, {}, { inputScale, weightScale, outputScale, perTensor });
    }
  }
  for (const inputZeroPoint of [-128, 127]) {
    for (const zeroPoint of [-128, 127]) {
      add(`zero points ${inputZeroPoint}, ${zeroPoint}`, SMALL, {}, { inputZeroPoint, zeroPoint });
    }
  }
  // TFLM aborts on a third input that is -1 instead of left out.
  for (const perTensor of [false, true]) {
    add(`bias left out${perTensor ? ', per tensor' : ''}`, SMALL, {}, { bias: 'left out', perTensor });
  }

  const wide = 'int64';
  for (const padding of ['SAME', 'VALID']) {
    add(`int16, ${padding}`, SMALL, { padding, strideW: 2 }, { wide });
    add(`int16, ${padding}, dilated`, SMALL, { padding, dilationH: 2 }, { wide, perTensor: true });
  }
  for (const shapes of SHAPES.slice(4)) {
    const [input, window, multiplier] = shapes;
    add(`int16, [${input}], window ${window.join('×')}, multiplier ${multiplier}`, shapes, {}, { wide });
  }
  for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    add(`int16, ${activation}`, SMALL, { activation }, { wide, outputScale: 0.02 });
  }
  for (const outputScale of [1e-3, 1.1e-2, 0.05, 50, 1e9]) {
    add(`int16, scale ×${outputScale}`, SMALL, {}, { wide, outputScale, perTensor: true });
  }
  add('int16, bias left out', SMALL, {}, { wide, bias: 'left out' });
  return list;
};

export default cases;
