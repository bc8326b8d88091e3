import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/graph/dtype.ts';
import type { Tensor } from '../../src/graph/graph.ts';
import { dequantizeValues, quantizeValues } from '../../src/graph/quantize-values.ts';
import { thrown } from '../support/errors.ts';

function tensor(dtype: DType, scale: number[], zeroPoint: number[], shape = [1, 8], axis = 0): Tensor {
  return { name: 't', shape, dtype, quant: { scale: scale.map(Math.fround), zeroPoint, axis } };
}

describe('quantizeValues', () => {
  it('rounds halves away from zero, adds the zero point, clamps', () => {
    const values = Float32Array.of(0.25, -0.25, 0.75, -0.75, 0.2, 1000, -1000, 0);
    expect(quantizeValues(values, tensor('int8', [0.5], [3]))).toEqual(
      Int8Array.of(4, 2, 5, 1, 3, 127, -128, 3),
    );
    expect(quantizeValues(values, tensor('uint8', [0.5], [128]))).toEqual(
      Uint8Array.of(129, 127, 130, 126, 128, 255, 0, 128),
    );
    expect(quantizeValues(values, tensor('int16', [0.5], [0]))).toEqual(
      Int16Array.of(1, -1, 2, -2, 0, 2000, -2000, 0),
    );
  });

  it('divides in float32, as TFLM does', () => {
    // 0.35 / 0.1 is 3.4999998… in float64 of the float32 operands, and 3.5 once rounded to float32.
    const scale = Math.fround(0.1);
    const value = Math.fround(0.35);
    expect(value / scale).toBeLessThan(3.5);
    expect(quantizeValues(Float32Array.of(value), tensor('int8', [0.1], [0]))).toEqual(Int8Array.of(4));
  });

  it('clamps infinities, and takes NaN for zero', () => {
    const values = Float32Array.of(Infinity, -Infinity, Number.NaN);
    expect(quantizeValues(values, tensor('int8', [0.5], [7]))).toEqual(Int8Array.of(127, -128, 7));
  });

  it('uses the scale of each slice along the axis', () => {
    const values = Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1);
    expect(quantizeValues(values, tensor('int8', [1, 0.5], [0, 1], [2, 4], 0))).toEqual(
      Int8Array.of(1, 1, 1, 1, 3, 3, 3, 3),
    );
    expect(quantizeValues(values, tensor('int8', [1, 0.5], [0, 1], [2, 2, 2], 1))).toEqual(
      Int8Array.of(1, 1, 3, 3, 1, 1, 3, 3),
    );
    expect(quantizeValues(values, tensor('int8', [1, 0.5], [0, 1], [4, 2], 1))).toEqual(
      Int8Array.of(1, 3, 1, 3, 1, 3, 1, 3),
    );
  });

  it('leaves the values of a float tensor alone, and refuses integers without parameters', () => {
    const values = Float32Array.of(1.5);
    expect(quantizeValues(values, { name: 'f', shape: [1], dtype: 'float32' })).toBe(values);
    const error = thrown('model', () => quantizeValues(values, { name: 'i', shape: [1], dtype: 'int32' }));
    expect(error.message).toMatch(/"i" of type int32 has no quantization parameters/);
  });
});

describe('dequantizeValues', () => {
  it('gives scale × (q − zero point) in float32', () => {
    const t = tensor('int8', [0.1], [3]);
    expect(dequantizeValues(Int8Array.of(3, 13, -128), t)).toEqual(
      Float32Array.of(0, Math.fround(0.1) * 10, Math.fround(0.1) * -131),
    );
    expect(dequantizeValues(Int8Array.of(1, 1, 1, 1), tensor('int8', [1, 0.5], [0, 1], [2, 2], 1))).toEqual(
      Float32Array.of(1, 0, 1, 0),
    );
  });

  it('is undone by quantizeValues for every int8, int16 and uint8', () => {
    const scales = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom<DType>('int8', 'uint8', 'int16'),
        scales,
        fc.nat(127),
        (dtype, scale, zero) => {
          const t = tensor(dtype, [scale], [zero]);
          const [first, last] = dtype === 'int16' ? [-3000, 3000] : dtype === 'int8' ? [-128, 127] : [0, 255];
          const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
          const data = quantizeValues(new Float32Array(all.length), t);
          all.forEach((value, i) => {
            data[i] = value;
          });
          expect(quantizeValues(dequantizeValues(data, t), t)).toEqual(data);
        },
      ),
    );
  });
});
