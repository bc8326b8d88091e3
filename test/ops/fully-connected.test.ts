import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/graph/graph.ts';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { evaluate, graphOf, int8, int32, nodeOf, quant, real } from './single-op.ts';

const ATTRS = {
  activation: 'NONE',
  weightsFormat: 'DEFAULT',
  keepNumDims: false,
  asymmetricQuantizeInputs: false,
};

const def = opDef('FULLY_CONNECTED', 0);
const graph = (input: Tensor, weights: Tensor, bias: Tensor | null = null, attrs = {}, output = {}) =>
  graphOf('FULLY_CONNECTED', [input, weights, bias], { ...ATTRS, ...attrs }, output);

describe('FULLY_CONNECTED', () => {
  const weights = real([2, 3], [1, 2, 3, -1, 0, 1]);

  it('multiplies rows with the weights', async () => {
    expect(await evaluate(graph(real([1, 3]), weights), [1, 10, 100])).toEqual([321, 99]);
    const biased = graph(real([2, 3]), weights, real([2], [1000, 0.5]));
    expect(await evaluate(biased, [1, 10, 100, 1, 1, 1])).toEqual([1321, 99.5, 1006, 0.5]);
    const left = graphOf('FULLY_CONNECTED', [real([1, 3]), weights], ATTRS);
    expect(await evaluate(left, [1, 1, 1])).toEqual([6, 0]);
  });

  it('applies its activation after the bias', async () => {
    const model = graph(real([1, 3]), weights, real([2], [-300, -99]), { activation: 'RELU6' });
    expect(await evaluate(model, [1, 10, 101])).toEqual([6, 1]);
  });

  it('takes the input as rows as long as the weights', () => {
    const shapes = (input: readonly number[], attrs = {}) =>
      def.shapes(nodeOf(graph(real(input), weights, null, attrs)));
    expect(shapes([3])).toEqual([[1, 2]]);
    expect(shapes([2, 1, 3])).toEqual([[2, 2]]);
    expect(shapes([1, 3, 2])).toEqual([[2, 2]]);
    expect(shapes([2, 4, 3], { keepNumDims: true })).toEqual([[2, 4, 2]]);
    expect(shapes([3], { keepNumDims: true })).toEqual([[2]]);
  });

  it('keeps the dimensions in real numbers too', async () => {
    const kept = graph(real([1, 2, 3]), weights, null, { keepNumDims: true });
    expect(await evaluate(kept, [1, 0, 0, 0, 0, 1])).toEqual([1, -1, 3, 1]);
  });

  it('counts multiply-accumulates', () => {
    expect(def.macs(nodeOf(graph(real([4, 3]), weights)))).toBe(24);
  });

  it('needs the version of its types, inputs and dimensions', () => {
    const version = (input: Tensor, attrs = {}) =>
      def.tflite.version(nodeOf(graph(input, weights, null, attrs)));
    expect(version(real([1, 3]))).toBe(1);
    expect(version(int8([1, 3]))).toBe(4);
    expect(version(int8([1, 3]), { keepNumDims: true })).toBe(5);
    expect(def.tflite.version(nodeOf(graphOf('FULLY_CONNECTED', [int8([1, 3]), weights], ATTRS)))).toBe(6);
  });

  it.each<[string, Tensor, Tensor, Tensor | null, object]>([
    ['weights of shape [6]; it needs 2', real([1, 3]), real([6]), null, {}],
    ['an input of shape [1, 4] with weights of shape [2, 3]', real([1, 4]), real([2, 3]), null, {}],
    ['an input of shape [2] with weights of shape [2, 3]', real([2]), real([2, 3]), null, {}],
    ['an input of shape [1, 3, 2]', real([1, 3, 2]), real([2, 3]), null, { keepNumDims: true }],
    ['with weights of shape [2, 0]', real([1, 3]), real([2, 0], []), null, {}],
    ['with weights of shape [0, 3]', real([1, 3]), real([0, 3], []), null, {}],
    ['a bias of shape [3] for 2', real([1, 3]), real([2, 3]), real([3]), {}],
    [
      'in the format SHUFFLED4x16INT8',
      real([1, 3]),
      real([2, 3]),
      null,
      { weightsFormat: 'SHUFFLED4x16INT8' },
    ],
  ])('refuses %s', (message, input, matrix, bias, attrs) => {
    const error = thrown('model', () => def.shapes(nodeOf(graph(input, matrix, bias, attrs))));
    expect(error.message).toContain('operator 0 (FULLY_CONNECTED)');
    expect(error.message).toContain(message);
  });

  const out = { dtype: 'int8', quant: quant(0.001) } as const;
  const rows = { scale: [0.1, 0.2], zeroPoint: [0, 0], axis: 0 };
  const bias = (scale: number): Tensor => ({ ...int32([1, 2]), quant: quant(scale) });

  it.each<[string, Tensor, Tensor | null]>([
    ['scales along dimension 1', int8([2, 2], { ...rows, axis: 1 }), null],
    ['zero points other than 0', int8([2, 2], { ...rows, zeroPoint: [0, 3] }), null],
    ['a bias of scale', int8([2, 2], quant(0.1)), bias(0.02)],
    ['works on int8, int8, float32 -> int8', int8([2, 2], quant(0.1)), real([2])],
  ])('has no kernel where it has %s', (message, matrix, biased) => {
    const node = nodeOf(graph(int8([1, 2], quant(0.1)), matrix, biased, {}, out));
    expect(thrown('model', () => def.kernels(node)).message).toContain(message);
  });

  it('takes a bias of a scale that hardly differs, and of any scale where weights have one each', () => {
    const kernels = (matrix: Tensor, biased: Tensor) =>
      def.kernels(nodeOf(graph(int8([1, 2], quant(0.1)), matrix, biased, {}, out)));
    expect(kernels(int8([2, 2], quant(0.1)), bias(0.010001)).length).toBe(1);
    expect(kernels(int8([2, 2], rows), bias(5)).length).toBe(1);
  });
});
