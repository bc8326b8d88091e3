/** Networks of elementwise operators, quantized: truth values stay what they are, scales are tied where kernels ask for it. */
import { describe, expect, it } from 'vitest';
import { loadFloatNetwork } from '../../src/float/index.ts';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { quantizeGraph } from '../../src/quantize/index.ts';

const tensor = (name: string, dtype: Tensor['dtype'] = 'float32'): Tensor => ({
  name,
  shape: [1, 16],
  dtype,
});

/** max(a, b) − min(a, b) where a > b or a < b, else a². */
const graph: Graph = {
  name: 'pairs',
  tensors: [
    ...['a', 'b'].map((name) => tensor(name)),
    ...['greater', 'less', 'either'].map((name) => tensor(name, 'bool')),
    ...['maximum', 'minimum', 'difference', 'square', 'selected'].map((name) => tensor(name)),
  ],
  ops: [
    { type: 'GREATER', inputs: [0, 1], outputs: [2], attrs: {} },
    { type: 'LESS', inputs: [0, 1], outputs: [3], attrs: {} },
    { type: 'LOGICAL_OR', inputs: [2, 3], outputs: [4], attrs: {} },
    { type: 'MAXIMUM', inputs: [0, 1], outputs: [5], attrs: {} },
    { type: 'MINIMUM', inputs: [0, 1], outputs: [6], attrs: {} },
    { type: 'SUB', inputs: [5, 6], outputs: [7], attrs: { activation: 'NONE', potScaleInt16: true } },
    { type: 'MUL', inputs: [0, 0], outputs: [8], attrs: { activation: 'NONE' } },
    { type: 'SELECT_V2', inputs: [4, 7, 8], outputs: [9], attrs: {} },
  ],
  inputs: [0, 1],
  outputs: [9, 4],
};

/** The extremes of each tensor, as a calibration would have found them. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  a: [-4, 4],
  b: [-3, 5],
  maximum: [-4, 5],
  minimum: [-4, 4],
  difference: [0, 8],
  square: [0, 16],
  selected: [0, 16],
};

describe('a network of comparisons, logic and selection', () => {
  const calibration = {
    ranges: new Map(
      graph.tensors.flatMap(({ name }, index) => {
        const [min, max] = RANGES[name] ?? [];
        return min === undefined ? [] : [[index, { min, max: max! }] as const];
      }),
    ),
    samples: 1,
  };
  const quantized = quantizeGraph(graph, calibration);
  const named = (name: string): Tensor => quantized.tensors.find((each) => each.name === name)!;

  it('ties the scales of what is compared without scaling', () => {
    for (const name of ['b', 'maximum', 'minimum']) expect(named(name).quant).toEqual(named('a').quant);
    for (const name of ['difference', 'square']) expect(named(name).quant).toEqual(named('selected').quant);
  });

  it('leaves truth values as they are', () => {
    for (const name of ['greater', 'less', 'either']) {
      expect(named(name)).toMatchObject({ dtype: 'bool' });
      expect(named(name).quant).toBeUndefined();
    }
  });

  it('gives in integers what it gives in real numbers', async () => {
    const a = Float32Array.from({ length: 16 }, (_, i) => i / 2 - 4);
    const b = Float32Array.from({ length: 16 }, (_, i) => ((i * 7) % 16) / 2 - 3);
    const float = await loadFloatNetwork(graph);
    const [wanted, truths] = float.run([a, b]);
    float.dispose();
    const integer = await loadIntegerNetwork(quantized);
    const { scale, zeroPoint } = named('a').quant!;
    const toInt8 = (values: Float32Array) =>
      Int8Array.from(values, (value) => Math.round(value / scale[0]!) + zeroPoint[0]!);
    const [given, either] = integer.run([toInt8(a), toInt8(b)]);
    expect(Array.from(either as Uint8Array)).toEqual(Array.from(truths!));
    const { scale: step, zeroPoint: zero } = named('selected').quant!;
    for (const [i, value] of wanted!.entries()) {
      const real = ((given as Int8Array)[i]! - zero[0]!) * step[0]!;
      // The square's error is twice the largest value times half a step of the input.
      expect(Math.abs(real - value)).toBeLessThan(4 * scale[0]! + step[0]!);
    }
  });
});
