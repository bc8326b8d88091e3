import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, Learned, Op, Tensor } from '../../src/graph/graph.ts';
import { describeScheme } from '../../src/graph/scheme.ts';
import { widenConstants } from '../../src/graph/widen-constants.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const op = (type: string, inputs: number[], outputs: number[]): Op => ({ type, inputs, outputs, attrs: {} });
const real = (name: string): Tensor => ({ name, shape: [2], dtype: 'float32' });

function network(weights: Tensor, ops: Op[]): Graph {
  return { name: '', tensors: [real('x'), weights, real('wide'), real('y')], ops, inputs: [0], outputs: [3] };
}

const INT8: Tensor = {
  name: 'w',
  shape: [2],
  dtype: 'int8',
  quant: { scale: [0.5, 0.25], zeroPoint: [0, 0], axis: 0 },
  data: Int8Array.of(3, -8),
};

/** The integers of a quantized constant. */
function learnedOf({ dtype, quant, data }: Tensor): Learned {
  return { dtype, quant: quant!, data: data! };
}

describe('widenConstants', () => {
  it('widens int8 weights, slice by slice', () => {
    const graph = network(INT8, [op('ADD', [0, 1], [3])]);
    expect(describeScheme(graph)).toBe('dynamic-range');
    const wide = widenConstants(graph);
    expect(wide.tensors[1]).toEqual({
      name: 'w',
      shape: [2],
      dtype: 'float32',
      data: Float32Array.of(1.5, -2),
      learned: learnedOf(INT8),
    });
    expect(wide.ops).toEqual(graph.ops);
    expect(describeScheme(wide)).toBe('float');
  });

  it('leaves out the operations that widened constants', () => {
    const half: Tensor = { name: 'w', shape: [2], dtype: 'float16', data: Uint16Array.of(0x3c00, 0xc100) };
    for (const [weights, expected] of [
      [half, Float32Array.of(1, -2.5)],
      [INT8, Float32Array.of(1.5, -2)],
    ] as const) {
      const wide = widenConstants(network(weights, [op('DEQUANTIZE', [1], [2]), op('ADD', [0, 2], [3])]));
      expect(wide.ops).toEqual([op('ADD', [0, 2], [3])]);
      const learned = weights === INT8 ? { learned: learnedOf(INT8) } : {};
      expect(wide.tensors[2]).toEqual({ ...real('wide'), data: expected, ...learned });
    }
  });

  it('leaves float networks, shapes and integer networks alone', () => {
    const shape: Tensor = { name: 's', shape: [2], dtype: 'int32', data: Int32Array.of(1, 2) };
    const float = network(shape, [op('RESHAPE', [0, 1], [3])]);
    expect(widenConstants(float)).toBe(float);
    const integer = network(INT8, [op('ADD', [0, 1], [2]), op('DEQUANTIZE', [2], [3])]);
    const quant = { scale: [1], zeroPoint: [0], axis: 0 };
    const int8 = {
      ...integer,
      tensors: integer.tensors.map((t, i) => (i === 2 ? { ...t, dtype: 'int8' as const, quant } : t)),
    };
    expect(widenConstants(int8)).toBe(int8);
  });

  it.skipIf(!hasShared)('widens the convolutions of kws_float32.tflite', () => {
    const name = 'kws_float32.tflite';
    const graph = readTflite(readFileSync(sharedPath('models', name)), name);
    expect(describeScheme(graph)).toBe('dynamic-range');
    expect(describeScheme(widenConstants(graph))).toBe('float');
  });
});
