import { describe, expect, it } from 'vitest';
import { checkLabelCount, type DataArray } from '../../src/data/index.ts';
import { toLabels } from '../../src/data/labels.ts';
import { thrown } from '../support/errors.ts';

function array(shape: number[], dtype: DataArray['dtype'], data: DataArray['data']): DataArray {
  return { name: 'y', shape, dtype, data };
}

describe('toLabels', () => {
  it('takes integers of any type', () => {
    expect(toLabels(array([2], 'int64', BigInt64Array.of(3n, 1n)), 'y.npy')).toEqual(Int32Array.of(3, 1));
    expect(toLabels(array([2, 1], 'uint8', Uint8Array.of(3, 1)), 'y.npy')).toEqual(Int32Array.of(3, 1));
    expect(toLabels(array([2], 'float32', Float32Array.of(3, 1)), 'y.npy')).toEqual(Int32Array.of(3, 1));
  });

  it('takes the highest score of a row', () => {
    const oneHot = Float32Array.of(0, 0, 1, 1, 0, 0);
    expect(toLabels(array([2, 3], 'float32', oneHot), 'y.npy')).toEqual(Int32Array.of(2, 0));
    expect(toLabels(array([2, 1, 3], 'float32', oneHot), 'y.npy')).toEqual(Int32Array.of(2, 0));
  });

  it.each([
    ['a fraction', array([2], 'float32', Float32Array.of(1, 0.5)), /label of sample 1 is 0\.5/],
    ['a negative number', array([1], 'int8', Int8Array.of(-1)), /label of sample 0 is -1/],
    ['NaN', array([1], 'float32', Float32Array.of(Number.NaN)), /label of sample 0 is NaN/],
    ['too large a number', array([1], 'int64', BigInt64Array.of(2n ** 40n)), /label of sample 0/],
    ['a row without a maximum', array([1, 2], 'float32', Float32Array.of(1, 1)), /no single maximum/],
    ['a row with NaN', array([1, 2], 'float32', Float32Array.of(1, Number.NaN)), /no single maximum/],
    ['nothing', array([0], 'int32', new Int32Array()), /no labels/],
    ['a scalar', array([], 'int32', Int32Array.of(1)), /no labels/],
    ['images', array([1, 2, 2], 'uint8', new Uint8Array(4)), /not \[1, 2, 2\]/],
  ])('refuses %s', (_, labels, expected) => {
    const error = thrown('data', () => toLabels(labels, 'y.npy'));
    expect(error.message).toMatch(expected);
    expect(error.where).toBe('y.npy');
  });
});

it('checks that there is one label a sample', () => {
  const samples = { count: 3, sample: () => [] };
  checkLabelCount(new Int32Array(3), samples, 'y.npy');
  expect(thrown('data', () => checkLabelCount(new Int32Array(2), samples, 'y.npy')).message).toBe(
    'there are 2 labels for 3 samples',
  );
});
