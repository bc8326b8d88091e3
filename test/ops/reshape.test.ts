import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/graph/graph.ts';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { evaluate, graphOf, int8, int32, nodeOf, quant, real } from './single-op.ts';

const def = opDef('RESHAPE', 0);
const graph = (input: Tensor, shape: Tensor | null, newShape: readonly number[] = [], output = {}) =>
  graphOf('RESHAPE', shape === null ? [input] : [input, shape], { newShape }, output);
const shapes = (...args: Parameters<typeof graph>) => def.shapes(nodeOf(graph(...args)));

describe('RESHAPE', () => {
  it('takes its shape from its second input, and from its option where there is none', () => {
    expect(shapes(real([2, 3]), int32([3, 2]))).toEqual([[3, 2]]);
    expect(shapes(real([2, 3]), null, [6])).toEqual([[6]]);
    expect(shapes(real([2, 3]), int32([3, 2]), [6])).toEqual([[3, 2]]);
    expect(def.shapes(nodeOf(graphOf('RESHAPE', [real([2, 3]), null], { newShape: [6] })))).toEqual([[6]]);
  });

  it('fills an open dimension', () => {
    expect(shapes(real([2, 3, 4]), int32([-1]))).toEqual([[24]]);
    expect(shapes(real([2, 3, 4]), int32([4, -1, 2]))).toEqual([[4, 3, 2]]);
    expect(shapes(real([]), int32([-1, 1]))).toEqual([[1, 1]]);
    expect(shapes(real([1, 1]), int32([]))).toEqual([[]]);
  });

  it('leaves the elements as they are', async () => {
    expect(await evaluate(graph(real([2, 3]), int32([3, 2])), [1, 2, 3, 4, 5, 6])).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('copies as many bytes as there are, whatever their type', () => {
    const int16 = { dtype: 'int16', quant: quant(0.1) } as const;
    const copied = (input: Tensor, output: Partial<Tensor>) =>
      def.kernels(nodeOf(graph(input, int32([6]), [], output)))[0]!.fields;
    expect(copied(int8([2, 3]), { dtype: 'int8' })).toEqual([{ name: 'size', type: 'int32', value: 6 }]);
    expect(copied({ ...int8([2, 3]), ...int16 }, int16)).toEqual([
      { name: 'size', type: 'int32', value: 12 },
    ]);
    expect(copied(real([2, 3]), {})).toEqual([{ name: 'size', type: 'int32', value: 24 }]);
  });

  it.each<[string, Tensor | null, readonly number[]]>([
    ['the shape [5]', int32([5]), []],
    ['the shape []', null, []],
    ['the shape [0]', null, [0]],
    ['the shape [-1, -1]', int32([-1, -1]), []],
    ['the shape [-1, 0]', int32([-1, 0]), []],
    ['the shape [-1, 4]', int32([-1, 4]), []],
    ['the shape [-2, -3]', int32([-2, -3]), []],
    ['int32 of 2 dimensions', int32([3, 2], [2, 1]), []],
    ['a shape that is float32', real([1], [6]), []],
    ['to be a constant', { name: 'shape', shape: [1], dtype: 'int32' }, []],
  ])('refuses %s', (message, shape, newShape) => {
    const error = thrown('model', () => shapes(real([2, 3]), shape, newShape));
    expect(error.message).toContain('operator 0 (RESHAPE)');
    expect(error.message).toContain(message);
  });

  it('refuses an output of another type, and a third input', () => {
    const output = { dtype: 'int16', quant: quant(0.1) } as const;
    const node = nodeOf(graph(int8([6]), int32([6]), [], output));
    expect(thrown('model', () => def.kernels(node)).message).toContain('an output of type int16');
    const many = nodeOf(graphOf('RESHAPE', [real([6]), int32([6]), int32([6])], { newShape: [] }));
    expect(thrown('model', () => def.shapes(many)).message).toContain('3 inputs; it takes 1 or 2');
  });
});
