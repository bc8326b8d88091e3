/** Operators that TFLM's integer kernels compute wrong give way to others, and come out right as integers then. */
import { expect, it } from 'vitest';
import { elementCount, type Graph } from '../../src/graph/graph.ts';
import { dequantizeValues, quantizeValues } from '../../src/graph/quantize-values.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { calibrate, quantizeGraph } from '../../src/quantize/index.ts';
import { simplify } from '../../src/simplify/index.ts';
import { evaluate, graphOf, int32, real, shaped } from '../ops/single-op.ts';
import { rejected } from '../support/errors.ts';
import { difference, types } from './support.ts';

/** Numbers from -1 to 5, so that no zero point is 0. */
const valuesOf = (graph: Graph): Float32Array[] =>
  graph.inputs.map((index, k) => {
    const count = elementCount(graph.tensors[index]!.shape);
    return Float32Array.from(
      { length: count },
      (_value, i) => -1 + (6 * ((i * 37 + 11 * k) % count)) / (count - 1),
    );
  });

/** The largest difference between a network in real numbers and quantized to int8, in steps of its output. */
async function errorInSteps(graph: Graph): Promise<number> {
  const values = valuesOf(graph);
  const quantized = quantizeGraph(graph, await calibrate(graph, { count: 1, sample: () => values }));
  const integer = await loadIntegerNetwork(quantized);
  const [found] = integer.run(
    quantized.inputs.map((index, k) => quantizeValues(values[k]!, quantized.tensors[index]!)),
  );
  const output = quantized.tensors[quantized.outputs[0]!]!;
  const expected = await evaluate(graph, ...values);
  const errors = dequantizeValues(found!, output).map((value, i) => Math.abs(value - expected[i]!));
  return Math.max(...errors) / output.quant!.scale[0]!;
}

it.each([
  [
    [1, 3, 4, 2],
    [2, 2],
    [1, 0, 0, 2],
  ],
  [[2, 3, 2], [3], [2, 1]],
])(
  'SPACE_TO_BATCH_ND of [%j] in blocks of %j with a border of %j is padded before',
  async (shape, block, border) => {
    const inputs = [real(shape), int32(block), int32(border, [block.length, 2])];
    const graph = shaped(graphOf('SPACE_TO_BATCH_ND', inputs, {}));
    const without = await simplify(graph);
    expect(types(without)).toEqual(['PAD', 'SPACE_TO_BATCH_ND']);
    expect(await difference(graph, without)).toBe(0);
    expect(await simplify(without)).toBe(without);
    expect(await errorInSteps(without)).toBeLessThanOrEqual(0.51);
    const error = await rejected('model', errorInSteps(graph));
    expect(error.message).toContain(
      'operator 0 (SPACE_TO_BATCH_ND) cannot be quantized: TFLM pads with the integer 0',
    );
  },
);

it('SPACE_TO_BATCH_ND without a border stays', async () => {
  const inputs = [real([1, 4, 4, 1]), int32([2, 2]), int32([0, 0, 0, 0], [2, 2])];
  const graph = shaped(graphOf('SPACE_TO_BATCH_ND', inputs, {}));
  expect(await simplify(graph)).toBe(graph);
  expect(await errorInSteps(graph)).toBeLessThanOrEqual(0.51);
});

it.each([2, 3, 8])('ADD_N of %i tensors becomes ADDs', async (count) => {
  const inputs = Array.from({ length: count }, () => real([2, 5]));
  const graph = shaped(graphOf('ADD_N', inputs, {}));
  const sums = await simplify(graph);
  expect(types(sums)).toEqual(Array.from({ length: count - 1 }, () => 'ADD'));
  expect(await difference(graph, sums)).toBeLessThan(1e-6);
  // Each input and each sum is rounded once.
  expect(await errorInSteps(sums)).toBeLessThan(count);
  const error = await rejected('model', errorInSteps(graph));
  expect(error.message).toContain('off by their zero point');
});
