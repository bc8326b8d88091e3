/** Operands in other parameters than their tensors would have by themselves. */
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/formats/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { type Calibration, missingRanges, quantizeGraph } from '../../src/quantize/index.ts';
import { simplify } from '../../src/simplify/index.ts';
import { FloatNetworkBuilder } from '../support/float-network.ts';

const SUMS = { exclusive: false, reverse: false };

const everywhere = (graph: Graph, min: number, max: number): Calibration => ({
  ranges: new Map(graph.tensors.map((_tensor, index) => [index, { min, max }])),
  samples: 1,
});

it('a symmetric operand is a copy with zero point 0; other readers keep the original', () => {
  const b = new FloatNetworkBuilder();
  const x = b.input([1, 4]);
  const axis = b.tensor({ name: 'axis', shape: [1], dtype: 'int32', data: Int32Array.of(1) });
  const graph = b.build([b.op('CUMSUM', [x, axis], [1, 4], SUMS), b.op('RELU', [x], [1, 4])]);
  const { ops, tensors } = quantizeGraph(graph, everywhere(graph, -1, 3));
  expect(ops.map(({ type }) => type)).toEqual(['QUANTIZE', 'CUMSUM', 'RELU']);
  const copy = tensors[ops[1]!.inputs[0]!]!;
  const original = tensors[ops[2]!.inputs[0]!]!;
  expect(original.quant).toEqual({ scale: [Math.fround(4 / 255)], zeroPoint: [-64], axis: 0 });
  expect(copy.quant!.zeroPoint).toEqual([0]);
  expect(copy.quant!.scale[0]! * 127).toBeCloseTo(191 * original.quant!.scale[0]!, 6);
});

it('a symmetric operand with zero point 0 is read as it is', () => {
  const b = new FloatNetworkBuilder();
  const axis = b.tensor({ name: 'axis', shape: [1], dtype: 'int32', data: Int32Array.of(1) });
  const tanh = b.op('TANH', [b.input([1, 4])], [1, 4]);
  const graph = b.build([b.op('CUMSUM', [tanh, axis], [1, 4], SUMS)]);
  const { ops } = quantizeGraph(graph, everywhere(graph, -1, 3));
  expect(ops.map(({ type }) => type)).toEqual(['TANH', 'CUMSUM']);
});

it.each([
  ['GREATER', [0, 0, 1]],
  ['LESS_EQUAL', [1, 1, 0]],
])('%s compares with a constant of zeros', async (type, expected) => {
  const b = new FloatNetworkBuilder();
  const result = b.tensor({ name: 'result', shape: [1, 3], dtype: 'bool' });
  const graph = b.build([result]);
  const x = graph.tensors.length;
  const network: Graph = {
    ...graph,
    tensors: [
      ...graph.tensors,
      { name: 'x', shape: [1, 3], dtype: 'float32' },
      { name: 'zero', shape: [], dtype: 'float32', data: Float32Array.of(0) },
    ],
    inputs: [x],
    ops: [{ type, inputs: [x, x + 1], outputs: [result], attrs: {} }],
  };
  const quantized = quantizeGraph(network, everywhere(network, -2, 2));
  const integer = await loadIntegerNetwork(quantized);
  const zero = quantized.tensors[quantized.inputs[0]!]!.quant!.zeroPoint[0]!;
  const [found] = integer.run([Int8Array.of(zero - 1, zero, zero + 1)]);
  expect([...found!].map(Number)).toEqual(expected);
});

/** x holds whole numbers: (x as real numbers) × 0.5, and that again as whole numbers. */
function castNetwork(): Graph {
  const real = (name: string): Tensor => ({ name, shape: [1, 4], dtype: 'float32' });
  return {
    name: 'casts',
    tensors: [
      { name: 'x', shape: [1, 4], dtype: 'int32' },
      real('cast'),
      { name: 'half', shape: [1], dtype: 'float32', data: Float32Array.of(0.5) },
      real('product'),
      { name: 'whole', shape: [1, 4], dtype: 'int32' },
    ],
    inputs: [0],
    outputs: [3, 4],
    ops: [
      { type: 'CAST', inputs: [0], outputs: [1], attrs: {} },
      { type: 'MUL', inputs: [1, 2], outputs: [3], attrs: { activation: 'NONE' } },
      { type: 'CAST', inputs: [3], outputs: [4], attrs: {} },
    ],
  };
}

describe('casts between int32 and real numbers', () => {
  const CASTS = ['CAST', 'QUANTIZE', 'MUL', 'DEQUANTIZE', 'CAST'];

  it('are done in real numbers', async () => {
    const quantized = quantizeGraph(castNetwork(), everywhere(castNetwork(), 0, 1020));
    expect(quantized.ops.map(({ type }) => type)).toEqual(CASTS);
    expect(quantized.tensors[1]!.quant).toEqual({ scale: [4], zeroPoint: [-128], axis: 0 });
    const integer = await loadIntegerNetwork(quantized);
    const [product, whole] = integer.run([Int32Array.of(0, 400, 1000, 5000)]);
    expect([...product!]).toEqual([-128, -78, -3, 0]);
    expect([...whole!]).toEqual([0, 200, 500, 512]);
  });

  it('come back from a file as they were', async () => {
    const quantized = quantizeGraph(castNetwork(), everywhere(castNetwork(), 0, 1020));
    const file = writeTflite(quantized);
    const again = await simplify(await readModel(file, 'casts.tflite'));
    expect(missingRanges(again)).toEqual([]);
    expect(quantizeGraph(again, { ranges: new Map(), samples: 0 }).ops.map(({ type }) => type)).toEqual(
      CASTS,
    );
  });
});
