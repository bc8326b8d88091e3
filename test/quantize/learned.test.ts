import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadArrays } from '../../src/data/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';
import { elementCount, type Graph, type QuantParams, type Tensor } from '../../src/graph/graph.ts';
import { validateGraph } from '../../src/graph/validate.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { missingRanges, quantizeGraph } from '../../src/quantize/index.ts';
import { simplify } from '../../src/simplify/index.ts';
import { RandomBuilder, types } from '../simplify/support.ts';
import { asQdq } from '../support/qdq.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const MODELS = ['kws_int8', 'resnet8_int8', 'ad_int8', 'hello_world_int8', 'micro_speech_int8'];
const NOTHING = { ranges: new Map(), samples: 0 };
const NONE = { activation: 'NONE' };

/** A graph's operations with what each reads and writes, whatever the tensors' indices and names are. */
function substance({ tensors, ops }: Graph) {
  const content = (index: number) => {
    if (index < 0) return null;
    const { shape, dtype, quant, data } = tensors[index]!;
    // An axis says nothing where there is one scale.
    const axis = quant !== undefined && quant.scale.length > 1 ? quant.axis : 0;
    return {
      shape,
      dtype,
      ...(quant && { quant: { ...quant, axis } }),
      ...(data && { bytes: Buffer.from(bytesOf(data)).toString('base64') }),
    };
  };
  return ops.map(({ type, inputs, outputs, attrs }) => ({
    type,
    attrs,
    inputs: inputs.map(content),
    outputs: outputs.map(content),
  }));
}

/** Takes a network apart from its quantization and puts both together again, without any samples. */
async function thereAndBack(graph: Graph): Promise<Graph> {
  const float = await simplify(graph);
  expect(types(float)).not.toContain('DEQUANTIZE');
  expect(missingRanges(float)).toEqual([]);
  return quantizeGraph(float, NOTHING);
}

describe.skipIf(!hasShared)('given quantization of whole networks (skipped: no ../shared)', () => {
  it.each(MODELS)(
    '%s, written with QUANTIZE and DEQUANTIZE everywhere, comes back to the byte',
    async (model) => {
      const original = readTflite(readFileSync(sharedPath('models', `${model}.tflite`)), model);
      const qdq = asQdq(original);
      validateGraph(qdq);
      const back = await thereAndBack(qdq);
      expect(substance(back)).toEqual(substance(original));

      const network = await loadIntegerNetwork(back);
      const [inputs] = await loadArrays(sharedPath('goldens', `${model}_in.npy`));
      const [outputs] = await loadArrays(sharedPath('goldens', `${model}_tflm_out.npy`));
      const size = (values: { length: number }): number => values.length / inputs!.shape[0]!;
      for (let k = 0; k < Math.min(inputs!.shape[0]!, 20); k++) {
        const at = (values: typeof inputs): Int8Array =>
          Int8Array.from(
            values!.data.slice(k * size(values!.data), (k + 1) * size(values!.data)) as Int8Array,
          );
        expect([...network.run([at(inputs)])[0]!]).toEqual([...at(outputs)]);
      }
    },
  );

  it.each(MODELS)('%s, with an island of real numbers in it, comes back to the byte', async (model) => {
    const original = readTflite(readFileSync(sharedPath('models', `${model}.tflite`)), model);
    const middle = Math.floor(original.ops.length / 2);
    const back = await thereAndBack(withIsland(original, middle));
    expect(substance(back)).toEqual(substance(original));
  });
});

/** The network with one operation on real numbers between DEQUANTIZE and QUANTIZE, as converters leave it. */
function withIsland(graph: Graph, place: number): Graph {
  const tensors: Tensor[] = [...graph.tensors];
  const op = graph.ops[place]!;
  const real = (index: number): number =>
    tensors.push({ name: `${tensors[index]!.name}/real`, shape: tensors[index]!.shape, dtype: 'float32' }) -
    1;
  const ops = [...graph.ops.slice(0, place)];
  const inputs = op.inputs.map((index) => {
    if (index < 0 || tensors[index]!.quant === undefined) return index;
    const to = real(index);
    ops.push({ type: 'DEQUANTIZE', inputs: [index], outputs: [to], attrs: {} });
    return to;
  });
  const outputs = op.outputs.map(real);
  ops.push({ ...op, inputs, outputs });
  op.outputs.forEach((index, o) => {
    ops.push({ type: 'QUANTIZE', inputs: [outputs[o]!], outputs: [index], attrs: {} });
  });
  return { ...graph, tensors, ops: [...ops, ...graph.ops.slice(place + 1)] };
}

function int8(scale: number, zeroPoint: number): QuantParams {
  return { scale: [Math.fround(scale)], zeroPoint: [zeroPoint], axis: 0 };
}

/** A tensor through a QUANTIZE and a DEQUANTIZE. */
function pair(b: RandomBuilder, x: number, quant: QuantParams): number {
  return b.op('DEQUANTIZE', [b.op('QUANTIZE', [x], {}, { dtype: 'int8', quant })], {}, { dtype: 'float32' });
}

function quantOf(graph: Graph, name: string): QuantParams | undefined {
  return graph.tensors.find((tensor) => tensor.name === name)?.quant;
}

describe('given quantization', () => {
  it('holds whatever is observed, and leaves the rest to be observed', async () => {
    const b = new RandomBuilder();
    const x = pair(b, b.input('x', [1, 4, 4, 2]), int8(0.1, 3));
    const sum = b.op('ADD', [x, x], NONE, { name: 'sum' });
    const graph = await simplify(b.finish([b.op('TANH', [sum])]));
    expect(types(graph)).toEqual(['ADD', 'TANH']);
    const missing = missingRanges(graph);
    expect(missing.map((index) => graph.tensors[index]!.name)).toEqual(['sum']);
    const ranges = new Map(graph.tensors.map((_tensor, index) => [index, { min: -9, max: 9 }]));
    const quantized = quantizeGraph(graph, { ranges, samples: 1 });
    expect(quantOf(quantized, 'x')).toEqual(int8(0.1, 3));
    expect(quantOf(quantized, 'sum')!.scale[0]).toBeCloseTo(18 / 255);
  });

  it('goes through operators that tie scales, in both directions', async () => {
    const b = new RandomBuilder();
    const x = b.input('x', [1, 4, 4, 2]);
    const before = b.op('RESHAPE', [x, b.integers('row', [1, 32])]);
    const after = b.op('RESHAPE', [pair(b, before, int8(0.1, 3)), b.integers('rows', [2, 16])]);
    const graph = await simplify(b.finish([b.op('LOGISTIC', [after]), after]));
    expect(missingRanges(graph)).toEqual([]);
    const quantized = quantizeGraph(graph, NOTHING);
    expect(quantOf(quantized, 'x')).toEqual(int8(0.1, 3));
  });

  it('requantizes what is joined in other parameters', async () => {
    const b = new RandomBuilder();
    const [x, y] = [pair(b, b.input('x', [1, 2]), int8(0.1, 3)), pair(b, b.input('y', [1, 2]), int8(0.2, 0))];
    const joined = b.op('CONCATENATION', [x, y], { axis: 1 }, { name: 'joined' });
    const graph = await simplify(b.finish([pair(b, joined, int8(0.25, -1))]));
    const quantized = quantizeGraph(graph, NOTHING);
    expect(types(quantized)).toEqual(['QUANTIZE', 'QUANTIZE', 'CONCATENATION']);
    const quants = ['x', 'y', 'x_requantized', 'y_requantized'].map((name) => quantOf(quantized, name));
    expect(quants).toEqual([int8(0.1, 3), int8(0.2, 0), int8(0.25, -1), int8(0.25, -1)]);
    expect(quantized.tensors[quantized.outputs[0]!]!.quant).toEqual(int8(0.25, -1));
  });

  it('keeps one quantization after another as a requantization', async () => {
    const b = new RandomBuilder();
    const x = pair(b, pair(b, b.input('x', [1, 2]), int8(0.1, 3)), int8(0.5, 0));
    const graph = await simplify(b.finish([pair(b, b.op('ADD', [x, x], NONE), int8(1, 0))]));
    const quantized = quantizeGraph(graph, NOTHING);
    expect(types(quantized)).toEqual(['QUANTIZE', 'ADD']);
    expect(quantized.ops[1]!.inputs.map((index) => quantized.tensors[index]!.quant)).toEqual([
      int8(0.5, 0),
      int8(0.5, 0),
    ]);
  });

  it('gives way to what the specification fixes', async () => {
    const b = new RandomBuilder();
    const x = pair(b, b.input('x', [1, 2]), int8(0.1, 3));
    const graph = await simplify(b.finish([pair(b, b.op('SOFTMAX', [x], { beta: 1 }), int8(1 / 255, -128))]));
    const quantized = quantizeGraph(graph, NOTHING);
    expect(quantized.tensors[quantized.outputs[0]!]!.quant).toEqual(int8(1 / 256, -128));
  });

  it('keeps biases to the last of their 32 bits, and the grid of weights that a factor goes into', async () => {
    const build = (first: number, factor: readonly number[]): Graph => {
      const b = new RandomBuilder();
      const x = pair(b, b.input('x', [1, 2]), int8(0.1, 3));
      const wide = (
        data: Int8Array | Int32Array,
        shape: number[],
        dtype: 'int8' | 'int32',
        scale: number[],
      ) => {
        const quant = { scale: scale.map(Math.fround), zeroPoint: scale.map(() => 0), axis: 0 };
        return b.op('DEQUANTIZE', [b.constant(dtype, shape, data, dtype, quant)], {}, { dtype: 'float32' });
      };
      const weights = wide(Int8Array.of(7, -9, 100, -127), [2, 2], 'int8', [0.25, 0.5]);
      const bias = wide(
        Int32Array.of(first, -7),
        [2],
        'int32',
        [0.25, 0.5].map((scale) => Math.fround(0.1) * scale),
      );
      let y = b.op('FULLY_CONNECTED', [x, weights, bias]);
      if (factor.length > 0) y = b.op('MUL', [y, b.given(factor)], NONE);
      return b.finish([pair(b, y, int8(2, 0))]);
    };
    const plain = await thereAndBack(build(1234567891, []));
    const constants = ({ ops, tensors }: Graph) => ops[0]!.inputs.slice(1).map((index) => tensors[index]!);
    expect(constants(plain).map(({ data }) => [...data!])).toEqual([
      [7, -9, 100, -127],
      [1234567891, -7],
    ]);
    const scaled = await thereAndBack(build(1234567, [-3, 0.5]));
    expect(types(scaled)).toEqual(['FULLY_CONNECTED']);
    const [weights] = constants(scaled);
    expect([...weights!.data!]).toEqual([-7, 9, 100, -127]);
  });

  it('of any network comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const original = randomQuantized(seed);
        const back = await thereAndBack(asQdq(original));
        const size = elementCount(original.tensors[original.inputs[0]!]!.shape);
        const input = Int8Array.from({ length: size }, (_, i) => ((i * 37 + seed) % 256) - 128);
        const [before, after] = [await loadIntegerNetwork(original), await loadIntegerNetwork(back)];
        expect(after.run([input])).toEqual(before.run([input]));
        expect(back.outputs.map((index) => back.tensors[index]!.quant)).toEqual(
          original.outputs.map((index) => original.tensors[index]!.quant),
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** A random int8 network on [1, 4, 4, 4]. */
function randomQuantized(seed: number): Graph {
  const b = new RandomBuilder(seed);
  const pool = [b.input('x', [1, 4, 4, 4])];
  const pick = (): number => pool[Math.floor(b.random() * pool.length)]!;
  const attrs = { padding: 'SAME', strideH: 1, strideW: 1 };
  const kinds = [
    () => b.conv(pick(), 4, 4),
    () => b.op('DEPTHWISE_CONV_2D', [pick(), b.numbers([1, 3, 3, 4])], { ...attrs, depthMultiplier: 1 }),
    () => b.op('ADD', [pick(), pick()], { activation: 'RELU' }),
    () => b.op('MUL', [pick(), b.numbers([4])], NONE),
    () => b.op('TANH', [pick()]),
    () => b.op('RELU', [pick()]),
    () => b.op('MAX_POOL_2D', [pick()], { ...attrs, filterH: 2, filterW: 2 }),
    () => b.conv(b.op('CONCATENATION', [pick(), pick()], { axis: 3 }), 8, 4),
  ];
  for (let k = 0; k < 7; k++) pool.push(kinds[Math.floor(b.random() * kinds.length)]!());
  const graph = b.finish([pool.at(-1)!]);
  const ranges = new Map(
    graph.tensors.map((_tensor, index) => [index, { min: -4 * b.random(), max: 1 + 4 * b.random() }]),
  );
  return quantizeGraph(graph, { ranges, samples: 1 });
}
