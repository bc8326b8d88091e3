import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/graph/graph.ts';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { type NaiveWindow, naiveAxis, slideNaively } from './naive.ts';
import { evaluate, graphOf, int8, int32, nodeOf, quant, real } from './single-op.ts';

const ATTRS = { padding: 'SAME', strideW: 1, strideH: 1, activation: 'NONE', dilationW: 1, dilationH: 1 };
const DEPTHWISE = { ...ATTRS, depthMultiplier: 1 };

/** A convolution of real numbers: what the operators are told, and what they should give. */
interface Convolution {
  readonly window: NaiveWindow;
  readonly groups: number;
  readonly groupOutputs: number;
  readonly seed: number;
}

const small = (max: number) => fc.integer({ min: 1, max });
const pair = (max: number) => fc.tuple(small(max), small(max));

/** Convolutions whose window fits. */
const convolutions = fc
  .record({
    window: fc.record({
      input: fc.tuple(small(2), small(7), small(7), small(3)),
      taps: pair(3),
      strides: pair(3),
      dilations: pair(3),
      padding: fc.constantFrom('SAME' as const, 'VALID' as const),
    }),
    groups: small(3),
    groupOutputs: small(3),
    seed: fc.integer(),
  })
  .filter(({ window }) => naiveAxis(window, 0).output > 0 && naiveAxis(window, 1).output > 0);

/** Reproducible values in [−1, 1]. */
function values(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i * 12.9898));
}

const attrsOf = ({ window }: Convolution) => ({
  ...ATTRS,
  padding: window.padding,
  strideH: window.strides[0],
  strideW: window.strides[1],
  dilationH: window.dilations[0],
  dilationW: window.dilations[1],
});

function expectClose(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-4);
}

describe('CONV_2D', () => {
  const def = opDef('CONV_2D', 0);
  const graph = (input: Tensor, weights: Tensor, bias: Tensor | null = null, attrs = {}, output = {}) =>
    graphOf('CONV_2D', [input, weights, bias], { ...ATTRS, ...attrs }, output);

  it('computes what its definition says, whatever the window and the groups', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (convolution) => {
        const { groups, groupOutputs, seed } = convolution;
        const [batch, height, width, inputs] = convolution.window.input;
        // `inputs` are the channels of one group here.
        const window: NaiveWindow = { ...convolution.window, input: [batch, height, width, inputs * groups] };
        const [rows, columns] = window.taps;
        const outputs = groups * groupOutputs;
        const x = values(batch * height * width * inputs * groups, seed);
        const w = values(outputs * rows * columns * inputs, seed + 1);
        const bias = values(outputs, seed + 2);
        const wanted: number[] = [];
        slideNaively(window, (taps) => {
          for (let out = 0; out < outputs; out++) {
            const group = Math.floor(out / groupOutputs);
            let sum = bias[out]!;
            for (const { row, column, offset } of taps) {
              for (let c = 0; c < inputs; c++) {
                const weight = w[((out * rows + row) * columns + column) * inputs + c]!;
                sum += x[offset + group * inputs + c]! * weight;
              }
            }
            wanted.push(sum);
          }
        });
        const model = graph(
          real(window.input),
          real([outputs, rows, columns, inputs], w),
          real([outputs], bias),
          attrsOf(convolution),
        );
        expectClose(await evaluate(model, x), wanted);
      }),
      { numRuns: 100 },
    );
  });

  it('works without a bias, given as absent or left out', async () => {
    const [input, weights] = [real([1, 1, 2, 1]), real([1, 1, 1, 1], [3])];
    expect(await evaluate(graph(input, weights), [1, -2])).toEqual([3, -6]);
    expect(await evaluate(graphOf('CONV_2D', [input, weights], ATTRS), [1, -2])).toEqual([3, -6]);
  });

  it('applies its activation', async () => {
    const parts = [real([1, 1, 4, 1]), real([1, 1, 1, 1], [1]), real([1], [0])] as const;
    const given = [-3, -0.5, 0.5, 9];
    expect(await evaluate(graph(...parts, { activation: 'RELU' }), given)).toEqual([0, 0, 0.5, 9]);
    expect(await evaluate(graph(...parts, { activation: 'RELU6' }), given)).toEqual([0, 0, 0.5, 6]);
    expect(await evaluate(graph(...parts, { activation: 'RELU_N1_TO_1' }), given)).toEqual([
      -1, -0.5, 0.5, 1,
    ]);
  });

  it('gives shapes and multiply-accumulates', () => {
    const node = nodeOf(
      graph(real([2, 9, 7, 4]), real([6, 3, 2, 2]), real([6]), { strideH: 2, padding: 'VALID' }),
    );
    expect(def.shapes(node)).toEqual([[2, 4, 6, 6]]);
    expect(def.macs(node)).toBe(2 * 4 * 6 * 6 * (3 * 2 * 2));
  });

  it('needs the version of its types and groups', () => {
    expect(def.tflite.version(nodeOf(graph(real([1, 3, 3, 2]), real([2, 1, 1, 2]))))).toBe(1);
    expect(def.tflite.version(nodeOf(graph(int8([1, 3, 3, 2]), int8([2, 1, 1, 2]))))).toBe(3);
    expect(def.tflite.version(nodeOf(graph(int8([1, 3, 3, 2]), int8([2, 1, 1, 1]))))).toBe(6);
  });

  it.each<[string, Tensor, Tensor, Tensor | null, object]>([
    ['an input of shape [3, 3, 2]; it needs 4', real([3, 3, 2]), real([1, 1, 1, 2]), null, {}],
    ['weights of shape [1, 1, 2]; it needs 4', real([1, 3, 3, 2]), real([1, 1, 2]), null, {}],
    ['an input of 3 channels and weights for 2', real([1, 3, 3, 3]), real([1, 1, 1, 2]), null, {}],
    ['an input of 2 channels and weights for 3', real([1, 3, 3, 2]), real([1, 1, 1, 3]), null, {}],
    ['an input of 2 channels and weights for 0', real([1, 3, 3, 2]), real([1, 1, 1, 0], []), null, {}],
    ['2 groups of input channels, and 3 output', real([1, 3, 3, 4]), real([3, 1, 1, 2]), null, {}],
    ['1 groups of input channels, and 0 output', real([1, 3, 3, 4]), real([0, 1, 1, 4], []), null, {}],
    ['bias of shape [3] for 2', real([1, 3, 3, 1]), real([2, 1, 1, 1]), real([3]), {}],
    ['bias of shape [1, 2] for 2', real([1, 3, 3, 1]), real([2, 1, 1, 1]), real([1, 2]), {}],
    ['a window of 0 along its height', real([1, 3, 3, 1]), real([1, 0, 1, 1], []), null, {}],
    ['a stride of 0 along its width', real([1, 3, 3, 1]), real([1, 1, 1, 1]), null, { strideW: 0 }],
    ['a stride of -1 along its height', real([1, 3, 3, 1]), real([1, 1, 1, 1]), null, { strideH: -1 }],
    ['a dilation of 0 along its width', real([1, 3, 3, 1]), real([1, 1, 1, 1]), null, { dilationW: 0 }],
    ['which is too large', real([1, 3, 3, 1]), real([1, 3, 1, 1]), null, { dilationH: 2 ** 31 - 1 }],
    ['has only 3', real([1, 3, 9, 1]), real([1, 2, 1, 1]), null, { dilationH: 3, padding: 'VALID' }],
  ])('refuses %s', (message, input, weights, bias, attrs) => {
    const error = thrown('model', () => def.shapes(nodeOf(graph(input, weights, bias, attrs))));
    expect(error.message).toContain('operator 0 (CONV_2D)');
    expect(error.message).toContain(message);
  });

  it('refuses another number of inputs than 2 or 3', () => {
    const [input, weights] = [real([1, 3, 3, 1]), real([1, 1, 1, 1])];
    for (const inputs of [[input], [input, weights, null, null]]) {
      const error = thrown('model', () => def.shapes(nodeOf(graphOf('CONV_2D', inputs, ATTRS))));
      expect(error.message).toContain(`${inputs.length} inputs; it takes 2 or 3`);
    }
    expect(
      thrown('model', () => def.shapes(nodeOf(graphOf('CONV_2D', [null, weights], ATTRS)))).message,
    ).toContain('has no input 0');
  });

  const channels = (axis: number, zeroPoint = 0) => ({ scale: [1, 2], zeroPoint: [0, zeroPoint], axis });
  const out = { dtype: 'int8', quant: quant(0.1) } as const;
  const bias = int32([1, 2]);

  it.each<[string, Tensor, Tensor, Tensor | null, Partial<Tensor>]>([
    [
      'works on int16, int16 -> int16',
      { ...int8([1, 3, 3, 2]), dtype: 'int16' },
      { ...int8([2, 1, 1, 2]), dtype: 'int16' },
      null,
      { ...out, dtype: 'int16' },
    ],
    [
      'zero point 3',
      { ...int8([1, 3, 3, 2], quant(0.1, 3)), dtype: 'int16' },
      int8([2, 1, 1, 2]),
      null,
      { ...out, dtype: 'int16' },
    ],
    [
      'less than 128 times',
      { ...int8([1, 3, 3, 2], quant(20)), dtype: 'int16' },
      int8([2, 1, 1, 2], quant(20)),
      null,
      { ...out, dtype: 'int16' },
    ],
    ['works on int8, int8 -> float32', int8([1, 3, 3, 2]), int8([2, 1, 1, 2]), null, {}],
    [
      'works on int8, int8, int64 -> int8',
      int8([1, 3, 3, 2]),
      int8([2, 1, 1, 2]),
      { ...bias, dtype: 'int64' },
      out,
    ],
    ['works on float32, int8, int32 -> float32', real([1, 3, 3, 2]), int8([2, 1, 1, 2]), bias, {}],
    ['2 scales along dimension 3', int8([1, 3, 3, 2]), int8([2, 1, 1, 2], channels(3)), bias, out],
    [
      'one scale, or 2',
      int8([1, 3, 3, 2]),
      int8([2, 1, 1, 2], { scale: [1, 2, 3], zeroPoint: [0, 0, 0], axis: 0 }),
      bias,
      out,
    ],
    ['zero points other than 0', int8([1, 3, 3, 2]), int8([2, 1, 1, 2], channels(0, 1)), bias, out],
    ['the zero point 5', int8([1, 3, 3, 2]), int8([2, 1, 1, 2], quant(0.1, 5)), bias, out],
    [
      'needs quantization parameters',
      int8([1, 3, 3, 2]),
      { ...int8([2, 1, 1, 2]), quant: undefined } as unknown as Tensor,
      bias,
      out,
    ],
    ['needs quantization parameters', int8([1, 3, 3, 2]), int8([2, 1, 1, 2]), bias, { dtype: 'int8' }],
  ])('has no kernel where it %s', (message, input, weights, biased, output) => {
    const node = nodeOf(graph(input, weights, biased, {}, output));
    const error = thrown('model', () => def.kernels(node));
    expect(error.message).toContain('operator 0 (CONV_2D)');
    expect(error.message).toContain(message);
  });

  it('refuses a fused activation that TFLM has no kernel for', () => {
    const node = nodeOf(graph(int8([1, 3, 3, 2]), int8([2, 1, 1, 2]), bias, { activation: 'TANH' }, out));
    expect(thrown('model', () => def.kernels(node)).message).toContain('fused activation TANH');
  });
});

describe('DEPTHWISE_CONV_2D', () => {
  const def = opDef('DEPTHWISE_CONV_2D', 0);
  const graph = (input: Tensor, weights: Tensor, bias: Tensor | null = null, attrs = {}, output = {}) =>
    graphOf('DEPTHWISE_CONV_2D', [input, weights, bias], { ...DEPTHWISE, ...attrs }, output);

  it('computes what its definition says, whatever the window and the depth multiplier', async () => {
    await fc.assert(
      fc.asyncProperty(convolutions, async (convolution) => {
        const { window, groupOutputs: multiplier, seed } = convolution;
        const [batch, height, width, depth] = window.input;
        const [rows, columns] = window.taps;
        const outputs = depth * multiplier;
        const x = values(batch * height * width * depth, seed);
        const w = values(outputs * rows * columns, seed + 1);
        const bias = values(outputs, seed + 2);
        const wanted: number[] = [];
        slideNaively(window, (taps) => {
          for (let out = 0; out < outputs; out++) {
            const channel = Math.floor(out / multiplier);
            wanted.push(
              taps.reduce(
                (sum, { row, column, offset }) =>
                  sum + x[offset + channel]! * w[(row * columns + column) * outputs + out]!,
                bias[out]!,
              ),
            );
          }
        });
        const model = graph(real(window.input), real([1, rows, columns, outputs], w), real([outputs], bias), {
          ...attrsOf(convolution),
          depthMultiplier: multiplier,
        });
        expectClose(await evaluate(model, x), wanted);
      }),
      { numRuns: 100 },
    );
  });

  it('gives shapes and multiply-accumulates', () => {
    const node = nodeOf(
      graph(real([1, 9, 7, 4]), real([1, 3, 2, 8]), real([8]), { strideW: 2, depthMultiplier: 2 }),
    );
    expect(def.shapes(node)).toEqual([[1, 9, 4, 8]]);
    expect(def.macs(node)).toBe(9 * 4 * 8 * 3 * 2);
  });

  it('needs the version of its types and dilation', () => {
    const version = (input: Tensor, attrs = {}) =>
      def.tflite.version(nodeOf(graph(input, real([1, 1, 1, 2]), null, attrs)));
    expect(version(real([1, 3, 3, 2]))).toBe(1);
    expect(version(real([1, 3, 3, 2]), { dilationW: 2 })).toBe(2);
    expect(version(int8([1, 3, 3, 2]), { dilationW: 2 })).toBe(3);
  });

  it.each<[string, Tensor, Tensor, Tensor | null, object]>([
    ['an input of shape [6]; it needs 4', real([6]), real([1, 1, 1, 2]), null, {}],
    ['weights of shape [1, 1, 2]; it needs 4', real([1, 3, 3, 2]), real([1, 1, 2]), null, {}],
    ['their first dimension must be 1', real([1, 3, 3, 2]), real([2, 1, 1, 2]), null, {}],
    [
      '2 input channels, a depth multiplier of 1, and weights for 4',
      real([1, 3, 3, 2]),
      real([1, 1, 1, 4]),
      null,
      {},
    ],
    ['a depth multiplier of 0', real([1, 3, 3, 2]), real([1, 1, 1, 0], []), null, { depthMultiplier: 0 }],
    ['a depth multiplier of -1', real([1, 3, 3, 2]), real([1, 1, 1, 2]), null, { depthMultiplier: -1 }],
    ['bias of shape [1] for 2', real([1, 3, 3, 2]), real([1, 1, 1, 2]), real([1]), {}],
    ['a stride of 0', real([1, 3, 3, 2]), real([1, 1, 1, 2]), null, { strideW: 0 }],
  ])('refuses %s', (message, input, weights, bias, attrs) => {
    const error = thrown('model', () => def.shapes(nodeOf(graph(input, weights, bias, attrs))));
    expect(error.message).toContain('operator 0 (DEPTHWISE_CONV_2D)');
    expect(error.message).toContain(message);
  });

  it('refuses scales along another dimension than the output channels', () => {
    const perRow = { scale: [1, 2], zeroPoint: [0, 0], axis: 1 };
    const out = { dtype: 'int8', quant: quant(0.1) } as const;
    const node = nodeOf(graph(int8([1, 3, 3, 2]), int8([1, 2, 1, 2], perRow), null, {}, out));
    expect(thrown('model', () => def.kernels(node)).message).toContain('or 2 along dimension 3');
  });
});
