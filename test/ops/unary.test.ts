import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../src/graph/graph.ts';
import { dequantizeValues, quantizeValues } from '../../src/graph/quantize-values.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { calibrate, quantizeGraph } from '../../src/quantize/index.ts';
import { evaluate, graphOf, int32, real, shaped } from './single-op.ts';

/** What an operator gives in real numbers. */
function float(type: string, shape: number[], values: number[], attrs: Attributes = {}, axes?: number[]) {
  const inputs = axes === undefined ? [real(shape)] : [real(shape), int32(axes)];
  return evaluate(graphOf(type, inputs, attrs), values);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
}

describe('real numbers', () => {
  it('LEAKY_RELU takes slopes of either sign, and above 1', async () => {
    const values = [-2, -0.5, 0, 3];
    expectClose(await float('LEAKY_RELU', [4], values, { alpha: 0.1 }), [-0.2, -0.05, 0, 3]);
    expectClose(await float('LEAKY_RELU', [4], values, { alpha: -1 }), [2, 0.5, 0, 3]);
    expectClose(await float('LEAKY_RELU', [4], values, { alpha: 2 }), [-4, -1, 0, 3]);
  });

  it('HARD_SWISH', async () => {
    expectClose(await float('HARD_SWISH', [5], [-4, -3, -1, 1, 5]), [0, 0, -1 / 3, 2 / 3, 5]);
  });

  it('L2_NORMALIZATION leaves rows of zeros', async () => {
    const rows = await float('L2_NORMALIZATION', [2, 2], [3, -4, 0, 0], { activation: 'NONE' });
    expectClose(rows, [0.6, -0.8, 0, 0]);
  });

  it('LOG_SOFTMAX stays finite', async () => {
    expectClose(await float('LOG_SOFTMAX', [2, 2], [1, 1, 1000, 0]), [-Math.LN2, -Math.LN2, 0, -1000]);
  });

  it('CUMSUM runs from either end, with or without the element itself', async () => {
    const run = (exclusive: boolean, reverse: boolean) =>
      float('CUMSUM', [3], [1, 2, 3], { exclusive, reverse }, [0]);
    expectClose(await run(false, false), [1, 3, 6]);
    expectClose(await run(true, false), [0, 1, 3]);
    expectClose(await run(false, true), [6, 5, 3]);
    expectClose(await run(true, true), [5, 3, 0]);
  });

  it('reductions resolve negative and repeated axes', async () => {
    const values = [1, 5, 2, -3, 4, 0];
    expectClose(await float('SUM', [2, 3], values, { keepDims: false }, [-1, 1]), [8, 1]);
    expectClose(await float('REDUCE_MAX', [2, 3], values, { keepDims: true }, [0]), [1, 5, 2]);
    expectClose(await float('REDUCE_MIN', [2, 3], values, { keepDims: false }, [0, 1]), [-3]);
    expectClose(await float('REDUCE_ALL', [2, 3], values, { keepDims: false }, [1]), [1, 0]);
  });

  it('ARG_MAX and ARG_MIN find the first of equal elements', async () => {
    expectClose(await float('ARG_MAX', [2, 3], [1, 5, 5, 0, 0, 0], {}, [1]), [1, 0]);
    expectClose(await float('ARG_MIN', [2, 3], [1, 5, 5, 0, 0, 7], {}, [-2]), [1, 1, 0]);
  });
});

/** The largest difference between an operator in real numbers and quantized to int8, in steps of its output. */
async function errorInSteps(
  type: string,
  attrs: Attributes,
  [min, max]: readonly [number, number],
  axes?: number[],
): Promise<number> {
  const inputs = axes === undefined ? [real([4, 15])] : [real([4, 15]), int32(axes)];
  const graph = shaped(graphOf(type, inputs, attrs));
  const values = Float32Array.from({ length: 60 }, (_value, i) => min + ((max - min) * ((i * 37) % 60)) / 59);
  const samples = { count: 1, sample: () => [values] };
  const quantized = quantizeGraph(graph, await calibrate(graph, samples));
  const input = quantized.tensors[quantized.inputs[0]!]!;
  const output = quantized.tensors[quantized.outputs[0]!]!;
  const integer = await loadIntegerNetwork(quantized);
  const [found] = integer.run([quantizeValues(values, input)]);
  const expected = await evaluate(graph, values);
  const errors = dequantizeValues(found!, output).map((value, i) => Math.abs(value - expected[i]!));
  return Math.max(...errors) / output.quant!.scale[0]!;
}

describe('quantized to int8', () => {
  it.each<[type: string, attrs: Attributes, range: [number, number], axes?: number[]]>([
    ['TANH', {}, [-3, 2]],
    ['LOGISTIC', {}, [-6, 5]],
    ['HARD_SWISH', {}, [-4, 4]],
    ['ELU', {}, [-3, 3]],
    ['LEAKY_RELU', { alpha: 0.2 }, [-3, 2]],
    ['ABS', {}, [-3, 2]],
    ['L2_NORMALIZATION', { activation: 'NONE' }, [-3, 2]],
    ['LOG_SOFTMAX', {}, [-2, 2]],
    ['MEAN', { keepDims: true }, [-3, 2], [1]],
    ['SUM', { keepDims: false }, [-3, 2], [0]],
    ['REDUCE_MAX', { keepDims: false }, [-3, 2], [1]],
    ['REDUCE_MIN', { keepDims: false }, [-3, 2], [0]],
  ])('%s is as near as its rounding lets it', async (type, attrs, range, axes) => {
    expect(await errorInSteps(type, attrs, range, axes)).toBeLessThan(2);
  });

  it('RSQRT', async () => {
    // Small numbers have few steps, and their roots are large: the input's rounding shows many times over.
    expect(await errorInSteps('RSQRT', {}, [1, 4])).toBeLessThan(3);
  });

  it.each([false, true])(
    'CUMSUM, whose kernel needs an input with zero point 0 (exclusive: %s)',
    async (exclusive) => {
      // A sum of up to 15 elements, each of them rounded twice, half a step each time, and less so in the output's steps.
      expect(await errorInSteps('CUMSUM', { exclusive, reverse: false }, [-1, 3], [1])).toBeLessThan(4);
    },
  );
});
