import { describe, expect, it } from 'vitest';
import { type DataArray, firstNonFinite, matchSamples } from '../../src/data/index.ts';
import type { DType, TensorData } from '../../src/graph/dtype.ts';
import type { Graph, QuantParams, Tensor } from '../../src/graph/graph.ts';
import { thrown } from '../support/errors.ts';

const QUANT: QuantParams = { scale: [0.5], zeroPoint: [0], axis: 0 };

/** A network that is nothing but its inputs. */
function network(...inputs: Tensor[]): Graph {
  return { name: 'test', tensors: inputs, ops: [], inputs: inputs.map((_, i) => i), outputs: [] };
}

function input(shape: number[], dtype: DType = 'float32', quant?: QuantParams, name = 'image'): Tensor {
  return { name, shape, dtype, ...(quant && { quant }) };
}

/** An array of 0, 1, 2 … of that shape. */
function counting(shape: number[], name = 'data'): DataArray {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
  return { name, shape, dtype: 'float32', data };
}

function typed(shape: number[], dtype: DType, data: TensorData): DataArray {
  return { name: 'data', shape, dtype, data };
}

describe('shapes', () => {
  it.each([
    ['as they are', [1, 2, 3, 1], [5, 2, 3, 1]],
    ['with the batch too', [1, 2, 3, 1], [5, 1, 2, 3, 1]],
    ['without the last 1', [1, 2, 3, 1], [5, 2, 3]],
    ['flattened', [1, 2, 3, 1], [5, 6]],
    ['for a flat input', [1, 6], [5, 2, 3]],
    ['one number each', [1, 1], [5]],
  ])('%s', (_, shape, dataShape) => {
    const samples = matchSamples(network(input(shape)), [counting(dataShape)], 'x.npy');
    expect(samples.count).toBe(5);
    const size = shape.reduce((a, b) => a * b, 1);
    expect(samples.sample(4)).toEqual([Float32Array.from({ length: size }, (_, i) => 4 * size + i)]);
  });

  it.each([
    ['other sizes', [5, 3, 3]],
    ['other order', [5, 3, 2]],
    ['a scalar', []],
    ['wrong number of elements in a row', [5, 7]],
  ])('refuses %s, with both shapes', (_, dataShape) => {
    const graph = network(input([1, 2, 3, 1]));
    const error = thrown('data', () => matchSamples(graph, [counting(dataShape)], 'x.npy'));
    expect(error.message).toBe(
      `the data has the shape [${dataShape.join(', ')}], but the model's input, tensor 0 ("image"), takes [samples, 2, 3, 1]`,
    );
    expect(error.where).toBe('x.npy');
    expect(error.hint).toMatch(/first axis/);
  });

  it.each([
    ['images', [1, 2, 3, 2], [5, 2, 2, 3], [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]],
    ['sequences', [1, 3, 2], [5, 2, 3], [0, 3, 1, 4, 2, 5]],
  ])('brings channels that come first to the end, in %s', (_, shape, dataShape, first) => {
    const samples = matchSamples(network(input(shape)), [counting(dataShape)], 'x.npy');
    expect(samples.sample(0)).toEqual([Float32Array.from(first)]);
    const size = first.length;
    expect(samples.sample(4)).toEqual([Float32Array.from(first, (value) => 4 * size + value)]);
  });

  it('leaves what fits as it is, even where the channels could come first', () => {
    const samples = matchSamples(network(input([1, 3, 3, 3])), [counting([5, 3, 3, 3])], 'x.npy');
    expect(samples.sample(0)).toEqual([Float32Array.from({ length: 27 }, (_, i) => i)]);
  });

  it('tells one sample without the first axis', () => {
    const error = thrown('data', () =>
      matchSamples(network(input([1, 2, 3, 1])), [counting([2, 3, 1])], 'x'),
    );
    expect(error.hint).toMatch(/x\[None\]/);
  });

  it('refuses data of no samples', () => {
    const error = thrown('data', () => matchSamples(network(input([1, 2])), [counting([0, 2])], 'x.npy'));
    expect(error.message).toMatch(/holds no samples/);
  });
});

describe('types', () => {
  it("leaves data of the input's own type as it is", () => {
    const graph = network(input([1, 2], 'int8', QUANT));
    const data = Int8Array.of(1, -2, 3, -4);
    expect(matchSamples(graph, [typed([2, 2], 'int8', data)], 'x').sample(1)).toEqual([Int8Array.of(3, -4)]);
  });

  it.each([
    ['float32', undefined],
    ['int8', QUANT],
  ] as const)('gives real values to %s inputs from whatever other type', (dtype, quant) => {
    const graph = network(input([1, 2], dtype, quant));
    for (const array of [
      typed([1, 2], 'float64', Float64Array.of(0.1, 200)),
      typed([1, 2], 'uint8', Uint8Array.of(0, 200)),
      typed([1, 2], 'int64', BigInt64Array.of(0n, 200n)),
    ]) {
      const [values] = matchSamples(graph, [array], 'x').sample(0);
      expect(values).toEqual(Float32Array.from(array.data as ArrayLike<number>, Number));
    }
  });

  it('converts between integer types for inputs without quantization, in their range', () => {
    const graph = network(input([1, 2], 'int32'));
    const good = typed([1, 2], 'int64', BigInt64Array.of(-7n, 9n));
    expect(matchSamples(graph, [good], 'x').sample(0)).toEqual([Int32Array.of(-7, 9)]);
    const large = matchSamples(graph, [typed([1, 2], 'int64', BigInt64Array.of(0n, 2n ** 31n))], 'x');
    expect(thrown('data', () => large.sample(0)).message).toMatch(/sample 0 holds 2147483648/);
  });

  it('refuses real values for them', () => {
    const error = thrown('data', () =>
      matchSamples(network(input([1, 2], 'int32')), [counting([1, 2])], 'x'),
    );
    expect(error.message).toBe("the data is float32, but the model's input takes int32");
    expect(error.hint).toMatch(/save the data as int32/);
  });
});

describe('several arrays, one input', () => {
  it('takes the one that is named like the input', () => {
    const graph = network(input([1, 2], 'float32', undefined, 'serving_default_image:0'));
    const arrays = [counting([3, 2], 'other'), counting([1, 2], 'image')];
    expect(matchSamples(graph, arrays, 'x').count).toBe(1);
  });

  it('takes the one that is called x', () => {
    expect(
      matchSamples(network(input([1, 2])), [counting([3, 2], 'y'), counting([4, 2], 'x')], 'x').count,
    ).toBe(4);
  });

  it('takes the only one that fits', () => {
    expect(matchSamples(network(input([1, 2])), [counting([3], 'b'), counting([4, 2], 'a')], 'x').count).toBe(
      4,
    );
  });

  it('says where it cannot tell', () => {
    const arrays = [counting([3, 2], 'a'), counting([4, 2], 'b')];
    const error = thrown('data', () => matchSamples(network(input([1, 2])), arrays, 'x.npz'));
    expect(error.message).toMatch(/"a" \[3, 2\], "b" \[4, 2\]/);
  });
});

describe('several inputs', () => {
  const graph = network(
    input([1, 2], 'float32', undefined, 'left'),
    input([1, 3], 'float32', undefined, 'serving_default_right:0'),
  );

  it('are matched by name', () => {
    const arrays = [counting([2, 3], 'right'), counting([2, 2], 'left')];
    const [left, right] = matchSamples(graph, arrays, 'x.npz').sample(1);
    expect(left).toEqual(Float32Array.of(2, 3));
    expect(right).toEqual(Float32Array.of(3, 4, 5));
  });

  it('are matched in order where names do not help', () => {
    const samples = matchSamples(graph, [counting([2, 2], 'arr_0'), counting([2, 3], 'arr_1')], 'x.npz');
    expect(samples.sample(0).map((values) => values.length)).toEqual([2, 3]);
  });

  it('need as many arrays, and as many samples in each', () => {
    expect(thrown('data', () => matchSamples(graph, [counting([2, 2])], 'x')).message).toMatch(
      /2 inputs, but the data 1 array/,
    );
    const uneven = [counting([2, 2], 'left'), counting([3, 3], 'right')];
    expect(thrown('data', () => matchSamples(graph, uneven, 'x')).message).toBe(
      'the array "left" holds 2 samples, "right" 3',
    );
  });
});

it('finds the first value that is not finite', () => {
  expect(firstNonFinite(Float32Array.of(1, 2, 3))).toBe(-1);
  expect(firstNonFinite(Float32Array.of(1, Number.NaN, Infinity))).toBe(1);
  expect(firstNonFinite(Float32Array.of(-Infinity))).toBe(0);
});
