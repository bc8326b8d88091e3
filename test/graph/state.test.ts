import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/graph/graph.ts';
import { initialState } from '../../src/graph/state.ts';

const state = (more: Partial<Tensor>): Tensor => ({
  name: 'state',
  shape: [3],
  dtype: 'int8',
  isVariable: true,
  ...more,
});
const quant = { scale: [0.5], zeroPoint: [-7], axis: 0 };

describe('initialState', () => {
  it('is zero, which is the zero point for int8', () => {
    expect(initialState(state({ quant }))).toEqual(Int8Array.of(-7, -7, -7));
    expect(initialState(state({}))).toEqual(new Int8Array(3));
    expect(initialState(state({ dtype: 'int16' }))).toEqual(new Int16Array(3));
    expect(initialState(state({ dtype: 'float32' }))).toEqual(new Float32Array(3));
  });

  it('is a copy of the value that is given', () => {
    const initial = Int8Array.of(1, 2, 3);
    const first = initialState(state({ quant, initial }));
    first[0] = 0;
    expect(initialState(state({ quant, initial }))).toEqual(initial);
  });
});
