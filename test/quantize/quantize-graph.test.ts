import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadedSamples } from '../../src/data/index.ts';
import { encodeSample } from '../../src/data/index.ts';
import { loadFloatNetwork } from '../../src/float/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, QuantParams, Tensor } from '../../src/graph/graph.ts';
import { dequantizeValues } from '../../src/graph/quantize-values.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import {
  type Calibration,
  calibrate,
  type QuantizeOptions,
  quantizeGraph,
  type Range,
} from '../../src/quantize/index.ts';
import { thrown } from '../support/errors.ts';
import { FloatNetworkBuilder } from '../support/float-network.ts';

const NONE = { activation: 'NONE' };
const PLAIN_ADD = { ...NONE, potScaleInt16: false };
const PROBABILITY: QuantParams = { scale: [1 / 256], zeroPoint: [-128], axis: 0 };

/** A calibration by hand: ranges by tensor index. */
function ranges(entries: Record<number, readonly [number, number]>): Calibration {
  const map = new Map<number, Range>();
  for (const [index, [min, max]] of Object.entries(entries)) map.set(Number(index), { min, max });
  return { ranges: map, samples: 1 };
}

/** The same range for everything. */
function everywhere(graph: Graph, min = -1, max = 1): Calibration {
  return ranges(Object.fromEntries(graph.tensors.map((_tensor, index) => [index, [min, max]])));
}

function named(graph: Graph, name: string): Tensor {
  const tensor = graph.tensors.find((candidate) => candidate.name === name);
  if (tensor === undefined) throw new Error(`no tensor ${name}`);
  return tensor;
}

function types(graph: Graph): string[] {
  return graph.ops.map((op) => op.type);
}

/** Samples that all inputs of a network take. */
function samplesOf(values: readonly (readonly number[])[][]): LoadedSamples {
  return { count: values.length, sample: (k) => values[k]!.map((input) => Float32Array.from(input)) };
}

/** The largest error of the quantized network on its own calibration samples, in steps of its first output. */
async function errorInSteps(
  graph: Graph,
  samples: LoadedSamples,
  options?: QuantizeOptions,
): Promise<number> {
  const quantized = quantizeGraph(graph, await calibrate(graph, samples), options);
  const float = await loadFloatNetwork(graph);
  const integer = await loadIntegerNetwork(quantized);
  const output = quantized.tensors[quantized.outputs[0]!]!;
  const inner = quantized.tensors.find(({ name }) => name === `${output.name}_int8`) ?? output;
  let worst = 0;
  for (let k = 0; k < samples.count; k++) {
    const [expected] = float.run(samples.sample(k) as Float32Array[]);
    const [found] = integer.run(encodeSample(quantized, samples.sample(k)));
    dequantizeValues(found!, output).forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - expected![i]!) / inner.quant!.scale[0]!);
    });
  }
  float.dispose();
  return worst;
}

describe('quantizeGraph: activations', () => {
  it('keeps names, and gives a dense layer its three kinds of parameters', () => {
    const b = new FloatNetworkBuilder();
    const weights = b.constant([2, 3], [1, -2, 0.5, 127, 3, -12.7], 'weights');
    const dense = b.dense(b.input([1, 3]), weights, b.constant([2], [1, -1], 'bias'), 2);
    const graph = b.build([dense]);
    const quantized = quantizeGraph(graph, ranges({ [graph.inputs[0]!]: [-1, 3], [dense]: [0, 255] }));
    expect(quantized.tensors.map(({ name }) => name)).toEqual(graph.tensors.map(({ name }) => name));
    const scale = Math.fround(4 / 255);
    expect(named(quantized, 'input0').quant).toEqual({ scale: [scale], zeroPoint: [-64], axis: 0 });
    expect(named(quantized, 'fully_connected0').quant).toEqual({ scale: [1], zeroPoint: [-128], axis: 0 });
    const w = named(quantized, 'weights');
    expect(w.quant).toEqual({ scale: [Math.fround(2 / 127), 1], zeroPoint: [0, 0], axis: 0 });
    expect([...w.data!]).toEqual([64, -127, 32, 127, 3, -13]);
    const bias = named(quantized, 'bias');
    expect(bias.dtype).toBe('int32');
    expect(bias.quant!.scale).toEqual(w.quant!.scale.map((one) => Math.fround(scale * one)));
    expect([...bias.data!]).toEqual(bias.quant!.scale.map((one, i) => Math.round([1, -1][i]! / one)));
  });

  it('gives weights one scale on request', () => {
    const b = new FloatNetworkBuilder();
    const weights = b.constant([2, 2], [1, -2, 127, 3], 'weights');
    const graph = b.build([b.dense(b.input([1, 2]), weights, -1, 2)]);
    const quantized = quantizeGraph(graph, everywhere(graph), { perChannel: false });
    expect(named(quantized, 'weights').quant!.scale).toEqual([1]);
  });

  it('gives whatever an operator passes on unchanged its input’s parameters, along chains', () => {
    const b = new FloatNetworkBuilder();
    const x = b.input([1, 4]);
    const wide = b.op('RESHAPE', [x, b.integers([2], [2, 2])], [2, 2], { newShape: [] });
    const padded = b.op('PAD', [wide, b.integers([2, 2], [0, 1, 0, 0])], [3, 2]);
    const graph = b.build([padded]);
    // What was observed after the operators does not matter.
    const quantized = quantizeGraph(graph, ranges({ [x]: [-2, 2], [wide]: [-9, 9], [padded]: [-5, 5] }));
    const { quant } = named(quantized, 'input0');
    expect(quant!.scale).toEqual([Math.fround(4 / 255)]);
    expect(named(quantized, 'reshape0').quant).toEqual(quant);
    expect(named(quantized, 'pad1').quant).toEqual(quant);
  });

  it('joins the ranges of everything that is concatenated, and what hangs on it', () => {
    const b = new FloatNetworkBuilder();
    const [x, y] = [b.input([1, 2]), b.input([1, 2])];
    const constant = b.constant([1, 1], [7], 'constant');
    const padded = b.op('PAD', [y, b.integers([2, 2], [0, 0, 1, 0])], [1, 3]);
    const joined = b.concat([x, constant, padded], [1, 6]);
    const graph = b.build([joined]);
    const quantized = quantizeGraph(graph, ranges({ [x]: [0, 1], [y]: [-3, 0] }));
    const { quant } = named(quantized, 'concatenation1');
    expect(quant).toEqual({ scale: [Math.fround(10 / 255)], zeroPoint: [-52], axis: 0 });
    for (const name of ['input0', 'input1', 'constant', 'pad0']) {
      expect(named(quantized, name).quant).toEqual(quant);
    }
    expect([...named(quantized, 'constant').data!]).toEqual([126]);
  });

  it('quantizes a constant operand by its own range', () => {
    const b = new FloatNetworkBuilder();
    const constant = b.constant([4], [-1, 0, 1, 3], 'constant');
    const graph = b.build([b.op('ADD', [b.input([1, 4]), constant], [1, 4], PLAIN_ADD)]);
    const { quant, data } = named(quantizeGraph(graph, everywhere(graph)), 'constant');
    expect(quant).toEqual({ scale: [Math.fround(4 / 255)], zeroPoint: [-64], axis: 0 });
    expect([...data!]).toEqual([-128, -64, 0, 127]);
  });

  it('survives tensors and weights that are zero throughout', async () => {
    const b = new FloatNetworkBuilder();
    const x = b.input([1, 2]);
    const zero = b.op('MUL', [x, b.constant([1], [0])], [1, 2], NONE);
    const dense = b.dense(zero, b.constant([2, 2], [0, 0, 0, 0]), b.constant([2], [0.5, -1]), 2);
    const graph = b.build([b.op('ADD', [dense, zero], [1, 2], PLAIN_ADD)]);
    const samples = samplesOf([[[1, -2]], [[3, 4]]]);
    expect(await errorInSteps(graph, samples)).toBeLessThanOrEqual(1);
  });
});

describe('quantizeGraph: fixed parameters', () => {
  it('shares them with what only passes them on', () => {
    const b = new FloatNetworkBuilder();
    const softmax = b.op('SOFTMAX', [b.input([1, 4])], [1, 4], { beta: 1 });
    const graph = b.build([
      b.op('RESHAPE', [softmax, b.integers([2], [2, 2])], [2, 2], { newShape: [] }),
      softmax,
    ]);
    const quantized = quantizeGraph(graph, everywhere(graph, 0, 0.4));
    expect(named(quantized, 'softmax0').quant).toEqual(PROBABILITY);
    expect(named(quantized, 'reshape1').quant).toEqual(PROBABILITY);
    expect(types(quantized)).toEqual(['SOFTMAX', 'RESHAPE']);
  });

  it('shares them with tensors whose ranges they hold', () => {
    const b = new FloatNetworkBuilder();
    const [x, y] = [b.input([1, 2]), b.input([1, 2])];
    const logistic = b.op('LOGISTIC', [x], [1, 2]);
    const graph = b.build([b.concat([logistic, y], [1, 4])]);
    const quantized = quantizeGraph(graph, ranges({ [x]: [-4, 4], [y]: [0, 1], [logistic]: [0, 1] }));
    expect(named(quantized, 'input1').quant).toEqual(PROBABILITY);
    expect(types(quantized)).toEqual(['LOGISTIC', 'CONCATENATION']);
  });

  it('requantizes a copy where the group needs a wider range, and only for those who share', async () => {
    const b = new FloatNetworkBuilder();
    const x = b.input([1, 2]);
    const logistic = b.op('LOGISTIC', [x], [1, 2]);
    const first = b.concat([logistic, x], [1, 4]);
    const second = b.concat([x, logistic], [1, 4]);
    const sum = b.op('ADD', [first, second], [1, 4], PLAIN_ADD);
    const graph = b.build([sum, logistic, b.op('RELU', [logistic], [1, 2])]);
    const samples = samplesOf([[[-4, 8]], [[2, 0]]]);
    const quantized = quantizeGraph(graph, await calibrate(graph, samples));
    expect(types(quantized)).toEqual([
      'LOGISTIC',
      'QUANTIZE',
      'CONCATENATION',
      'CONCATENATION',
      'ADD',
      'RELU',
    ]);
    const relu = quantized.ops[5]!;
    expect(quantized.tensors[relu.inputs[0]!]!.name).toBe('logistic0');
    expect(quantized.tensors[quantized.outputs[1]!]!.quant).toEqual(PROBABILITY);
    expect(named(quantized, 'logistic0_requantized').quant).toEqual(named(quantized, 'input0').quant);
    expect(await errorInSteps(graph, samples)).toBeLessThanOrEqual(2);
  });
});

describe('quantizeGraph: shared constants', () => {
  it('quantizes a shared input once', () => {
    const b = new FloatNetworkBuilder();
    const x = b.input([1, 2]);
    const weights = b.constant([2, 2], [1, 2, 3, 4]);
    const graph = b.build([b.dense(x, weights, -1, 2), b.op('RELU', [x], [1, 2])]);
    const quantized = quantizeGraph(graph, everywhere(graph));
    expect(quantized.ops.map((op) => op.inputs[0])).toEqual([x, x]);
    expect(quantized.tensors).toHaveLength(graph.tensors.length);
  });

  it('keeps one copy of weights and one bias for each scale that it needs', () => {
    const b = new FloatNetworkBuilder();
    const [x, y] = [b.input([1, 2]), b.input([1, 2])];
    const weights = b.constant([2, 2], [1, 2, 3, 4], 'weights');
    const bias = b.constant([2], [1, 2], 'bias');
    const outputs = [x, y, x].map((input) => b.dense(input, weights, bias, 2));
    const graph = b.build(outputs);
    const quantized = quantizeGraph(graph, {
      ...everywhere(graph),
      ranges: new Map([...everywhere(graph).ranges, [y, { min: 0, max: 40 }]]),
    });
    const [first, second, third] = quantized.ops.map((op) => op.inputs);
    expect([second![1], third![1]]).toEqual([first![1], first![1]]);
    expect(third![2]).toBe(first![2]);
    expect(second![2]).not.toBe(first![2]);
    const scales = quantized.tensors
      .filter(({ name }) => name === 'bias')
      .map(({ quant }) => quant!.scale[0]!);
    expect(scales[1]! / scales[0]!).toBeCloseTo(20, 3);
  });

  it('gives a constant in two roles two versions', () => {
    const b = new FloatNetworkBuilder();
    const x = b.input([2, 2]);
    const constant = b.constant([2, 2], [1, 2, 3, 4], 'constant');
    const sum = b.op('ADD', [x, constant], [2, 2], PLAIN_ADD);
    const attrs = { ...NONE, weightsFormat: 'DEFAULT', keepNumDims: false, asymmetricQuantizeInputs: false };
    const graph = b.build([b.op('FULLY_CONNECTED', [sum, constant], [2, 2], attrs)]);
    const quantized = quantizeGraph(graph, everywhere(graph));
    const versions = quantized.tensors.filter(({ name }) => name === 'constant');
    expect(versions.map(({ quant }) => quant!.scale.length)).toEqual([1, 2]);
    expect(versions.map(({ data }) => [...data!])).toEqual([
      [-64, -1, 63, 127],
      [64, 127, 95, 127],
    ]);
  });

  it('raises the scale of tiny weights so that the bias fits', () => {
    const b = new FloatNetworkBuilder();
    const weights = b.constant([2, 2], [1e-9, 2e-9, 1, 1], 'weights');
    const graph = b.build([b.dense(b.input([1, 2]), weights, b.constant([2], [100, 1], 'bias'), 2)]);
    const quantized = quantizeGraph(graph, everywhere(graph));
    const bias = named(quantized, 'bias');
    expect(Number(bias.data![0])).toBeGreaterThan(2 ** 29);
    expect(Number(bias.data![0])).toBeLessThan(2 ** 30 * 1.000001);
    expect(Number(bias.data![0]) * bias.quant!.scale[0]!).toBeCloseTo(100, 3);
    expect([...named(quantized, 'weights').data!]).toEqual([0, 0, 127, 127]);
    expect(named(quantized, 'weights').quant!.scale[1]).toBe(Math.fround(1 / 127));
  });

  it('leaves weights that the file stores as int8 as they are', () => {
    const b = new FloatNetworkBuilder();
    const stored = Int8Array.of(5, -127, 3, 64);
    const quant = { scale: [Math.fround(0.02)], zeroPoint: [0], axis: 0 };
    const weights = b.tensor({ name: 'weights', shape: [2, 2], dtype: 'int8', quant, data: stored });
    const graph = b.build([b.dense(b.input([1, 2]), weights, -1, 2)]);
    const found = named(quantizeGraph(graph, everywhere(graph)), 'weights');
    expect(found.data).toEqual(stored);
    expect(found.quant).toEqual(quant);
  });
});

describe('quantizeGraph: inputs and outputs', () => {
  /** An output that is read inside as well. */
  function network(): Graph {
    const b = new FloatNetworkBuilder();
    const relu = b.op('RELU', [b.input([1, 4])], [1, 4]);
    return b.build([relu, b.op('ADD', [relu, relu], [1, 4], PLAIN_ADD)]);
  }
  const samples = samplesOf([[[-1, 0.25, 3, 1]], [[0, 1, -2, 0.125]]]);

  it.each([
    ['float32', 'QUANTIZE', 'DEQUANTIZE'],
    ['uint8', 'QUANTIZE', 'QUANTIZE'],
    ['int16', 'QUANTIZE', 'QUANTIZE'],
  ] as const)('converts to %s at the edges, which keep the names', async (io, entry, exit) => {
    const graph = network();
    const quantized = quantizeGraph(graph, everywhere(graph, -2, 3), { io });
    expect(types(quantized)).toEqual([entry, 'RELU', 'ADD', exit, exit]);
    const edges = [...quantized.inputs, ...quantized.outputs].map((index) => quantized.tensors[index]!);
    expect(edges.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['input0', io],
      ['relu0', io],
      ['add1', io],
    ]);
    expect(named(quantized, 'relu0_int8').dtype).toBe('int8');
    expect(quantized.ops[2]!.inputs).toEqual([quantized.ops[1]!.outputs[0], quantized.ops[1]!.outputs[0]]);
    expect(await errorInSteps(graph, samples, { io })).toBeLessThanOrEqual(1.01);
  });

  it('shifts uint8, and makes int16 symmetric and wide enough', () => {
    const graph = network();
    const int8 = quantizeGraph(graph, everywhere(graph, -1, 3));
    const scale = named(int8, 'input0').quant!.scale[0]!;
    const uint8 = quantizeGraph(graph, everywhere(graph, -1, 3), { io: 'uint8' });
    expect(named(uint8, 'input0').quant).toEqual({ scale: [scale], zeroPoint: [64], axis: 0 });
    const int16 = quantizeGraph(graph, everywhere(graph, -1, 3), { io: 'int16' });
    expect(named(int16, 'input0').quant!.zeroPoint).toEqual([0]);
    expect(named(int16, 'input0').quant!.scale[0]! * 32767).toBeCloseTo(191 * scale, 5);
  });

  it('says why TFLM cannot convert', () => {
    const graph = network();
    const error = thrown('usage', () => quantizeGraph(graph, everywhere(graph), { io: 'uint32' as 'uint8' }));
    expect(error.message).toContain('tensor 3 ("input0") cannot be uint32');
  });
});

describe('quantizeGraph: what it refuses', () => {
  const quant = { scale: [1], zeroPoint: [0], axis: 0 };

  it('a quantized model, naming the operator', () => {
    const b = new FloatNetworkBuilder();
    const graph = b.build([b.op('RELU', [b.input([1])], [1])]);
    const quantized = quantizeGraph(graph, everywhere(graph));
    const error = thrown('model', () => quantizeGraph(quantized, everywhere(quantized)));
    expect(error.message).toContain('already quantized (int8): operator 0 (RELU)');
  });

  it('a model that is quantized in part', () => {
    const b = new FloatNetworkBuilder();
    const x = b.input([1]);
    const inner = b.tensor({ name: 'q', shape: [1], dtype: 'int8', quant });
    const graph = b.build([b.op('RELU', [x], [1])]);
    const half: Graph = {
      ...graph,
      ops: [{ type: 'QUANTIZE', inputs: [x], outputs: [inner], attrs: {} }, ...graph.ops],
    };
    expect(thrown('model', () => quantizeGraph(half, everywhere(half))).message).toMatch(
      /operator 0 \(QUANTIZE\)/,
    );
    const b2 = new FloatNetworkBuilder();
    const pair = b2.build([b2.op('DEQUANTIZE', [b2.input([1])], [1])]);
    expect(thrown('model', () => quantizeGraph(pair, everywhere(pair))).message).toMatch(
      /operator 0 \(DEQUANTIZE\) .* quantized in part/,
    );
  });

  it('an operator that it does not know', () => {
    const b = new FloatNetworkBuilder();
    const graph = b.build([b.op('COS', [b.op('RELU', [b.input([1])], [1])], [1])]);
    expect(thrown('model', () => quantizeGraph(graph, everywhere(graph))).message).toMatch(/1.*COS|COS.*1/);
  });

  it('weights that are computed, or not finite', () => {
    const b = new FloatNetworkBuilder();
    const computed = b.build([b.dense(b.input([1, 2]), b.input([2, 2]), -1, 2)]);
    expect(thrown('model', () => quantizeGraph(computed, everywhere(computed))).message).toContain(
      'operator 0 (FULLY_CONNECTED) has its weights in tensor 1 ("input1"), which is computed at run time',
    );
    const c = new FloatNetworkBuilder();
    const broken = c.build([c.dense(c.input([1, 2]), c.constant([1, 2], [1, Number.NaN]), -1, 1)]);
    expect(thrown('model', () => quantizeGraph(broken, everywhere(broken))).message).toContain(
      'element 1 is NaN',
    );
  });

  it('a calibration of another model', () => {
    const b = new FloatNetworkBuilder();
    const graph = b.build([b.op('RELU', [b.input([1])], [1])]);
    expect(thrown('data', () => quantizeGraph(graph, ranges({ 0: [0, 1] }))).message).toContain('"relu0"');
  });
});

describe('quantizeGraph: any dense network', () => {
  it('stays within its quantization error, and survives being written', async () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    const list = (length: number) => fc.array(value, { minLength: length, maxLength: length });
    await fc.assert(
      fc.asyncProperty(list(12), list(3), list(8), list(8), async (weights, biases, one, other) => {
        const b = new FloatNetworkBuilder();
        const dense = b.dense(b.input([1, 4]), b.constant([3, 4], weights), b.constant([3], biases), 3);
        const graph = b.build([dense]);
        const samples = samplesOf([[one.slice(0, 4)], [one.slice(4)], [other.slice(0, 4)], [other.slice(4)]]);
        const calibration = await calibrate(graph, samples);
        const quantized = quantizeGraph(graph, calibration);
        const { min, max } = calibration.ranges.get(dense)!;
        const step = named(quantized, 'fully_connected0').quant!.scale[0]!;
        // Each of four products is off by half a step of input and weight, each at most 3, in steps of the output.
        const products = 4 * 3 * (6 / 255 / 2 + 3 / 127 / 2) * 1.05;
        expect(await errorInSteps(graph, samples)).toBeLessThanOrEqual(1 + products / step);
        expect(max - min).toBeLessThanOrEqual(step * 255 * 1.001);
        const written = readTflite(writeTflite(quantized), 'model');
        expect(written.tensors).toEqual(quantized.tensors);
      }),
      { numRuns: 25 },
    );
  });
});
