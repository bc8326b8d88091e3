/**
 * Files that compute with real numbers and with integers: the folders of `variants` hold a model of TensorFlow's
 * converter and what TensorFlow computes with it, made by scripts/oracle/goldens_tflite.py.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type IntegerModel,
  type QuantizeRequest,
  quantizeModel,
  requireKnownScheme,
} from '../../../src/cli/integer-model.ts';
import { type LoadedModel, loadModel } from '../../../src/cli/load-model.ts';
import { silent } from '../../../src/common/progress.ts';
import { encodeSample, loadArrays, matchSamples } from '../../../src/data/index.ts';
import { FAKE_QUANT_OPTIONS, fakeQuantParameters } from '../../../src/formats/tflite/fake-quant.ts';
import { readTflite, writeTflite } from '../../../src/formats/tflite/index.ts';
import { OPERATOR, OPERATOR_CODE } from '../../../src/formats/tflite/schema.ts';
import type { QuantParams } from '../../../src/graph/graph.ts';
import { dequantizeValues } from '../../../src/graph/quantize-values.ts';
import { describeScheme } from '../../../src/graph/scheme.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import { simplify } from '../../../src/simplify/index.ts';
import { rejected, thrown } from '../../support/errors.ts';
import { int8, int32, offset, rawFile } from './raw-file.ts';

const VARIANTS = fileURLToPath(new URL('variants', import.meta.url));

function request(data?: string): QuantizeRequest {
  return {
    data,
    dataOptions: { split: undefined, seed: 1, part: undefined },
    labels: undefined,
    needsClasses: false,
    calibrationSamples: 10,
    io: 'int8',
    perTensor: false,
    inputShapes: undefined,
    progress: silent,
    signal: new AbortController().signal,
  };
}

/** The largest difference from TensorFlow's outputs, in steps of the output. */
async function errorInSteps({ graph }: IntegerModel, path: string): Promise<number> {
  const arrays = await loadArrays(path);
  const input = graph.tensors[graph.inputs[0]!]!;
  const samples = matchSamples(
    graph,
    [{ ...arrays.find(({ name }) => name === 'x0')!, name: input.name }],
    path,
  );
  const expected = arrays.find(({ name }) => name === 'y0')!.data;
  const output = graph.tensors[graph.outputs[0]!]!;
  const network = await loadIntegerNetwork(graph);
  let worst = 0;
  for (let k = 0; k < samples.count; k++) {
    const [values] = network.run(encodeSample(graph, await samples.sample(k)));
    dequantizeValues(values!, output).forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - Number(expected[k * values!.length + i])));
    });
  }
  return worst / output.quant!.scale[0]!;
}

/** The activations' quantization in the file: what a QUANTIZE or an operation on integers writes, in int8. */
function givenIn({ bytes, path }: LoadedModel): string[] {
  const { tensors, ops } = readTflite(bytes, path);
  const written = ops.flatMap(({ outputs }) => outputs).map((index) => tensors[index]!);
  return written.flatMap(({ dtype, quant, data }) => {
    if (quant === undefined || data !== undefined || quant.scale.length > 1) return [];
    const shift = dtype === 'uint8' ? 128 : 0;
    return `${quant.scale[0]} ${quant.zeroPoint[0]! - shift}`;
  });
}

describe('.tflite files that are quantized in part', () => {
  it.each([
    ['island_depthwise', 'mixed'],
    ['fake_quant', 'uint8'],
  ])(
    '%s: needs no data, keeps what is given, and computes what TensorFlow computes',
    async (name, scheme) => {
      const model = await loadModel(join(VARIANTS, name, 'model.tflite'));
      expect(describeScheme(readTflite(model.bytes, model.path))).toBe(scheme);
      const quantized = await quantizeModel(model, request());
      expect(quantized.calibration.samples).toBe(0);
      const kept = quantized.graph.tensors.map(({ quant }) => `${quant?.scale[0]} ${quant?.zeroPoint[0]}`);
      const given = new Set(givenIn(model));
      const weights = name === 'fake_quant' ? [...given].filter((one) => one.endsWith(' 0')) : [];
      for (const one of given) if (!weights.includes(one)) expect(kept).toContain(one);
      expect(await errorInSteps(quantized, join(VARIANTS, name, 'io.npz'))).toBeLessThanOrEqual(2);
    },
  );

  it('island_convolution: says what it needs data for, and needs no more', async () => {
    const folder = join(VARIANTS, 'island_convolution');
    const model = await loadModel(join(folder, 'model.tflite'));
    const error = await rejected('data', quantizeModel(model, request()));
    expect(error.message).toContain(
      'the model says nothing of the quantization of tensor 0 ("serving_default_image:0"),',
    );
    const quantized = await quantizeModel(model, request(join(folder, 'io.npz')));
    expect(quantized.calibration.samples).toBe(2);
    expect(await errorInSteps(quantized, join(folder, 'io.npz'))).toBeLessThanOrEqual(3);
  });

  it('a network of the old uint8 scheme is explained', async () => {
    const quant: QuantParams = { scale: [0.5], zeroPoint: [128], axis: 0 };
    const tensor = (name: string) => ({ name, shape: [1, 2], dtype: 'uint8' as const, quant });
    const old = {
      name: 'old',
      tensors: [tensor('x'), tensor('middle'), tensor('y')],
      ops: [
        { type: 'RELU6', inputs: [0], outputs: [1], attrs: {} },
        { type: 'RELU6', inputs: [1], outputs: [2], attrs: {} },
      ],
      inputs: [0],
      outputs: [2],
    };
    const bytes = writeTflite(old);
    const graph = await simplify(readTflite(bytes, 'old.tflite'));
    const error = thrown('model', () =>
      requireKnownScheme({ path: 'old.tflite', bytes, graph, files: [], size: 0 }),
    );
    expect(error.message).toContain('uint8 scheme of before 2019');
    expect(error.hint).toContain('float model');
  });
});

describe('FAKE_QUANT', () => {
  const attrs = { min: -3.1, max: 3.3, numBits: 8, narrowRange: false };

  it('gives the parameters that TensorFlow’s converter gives', async () => {
    const [first] = givenIn(await loadModel(join(VARIANTS, 'fake_quant', 'model.tflite')));
    const parameters = fakeQuantParameters(attrs)!;
    expect(`${parameters.scale[0]} ${parameters.zeroPoint[0]}`).toBe(first);
    const narrow = fakeQuantParameters({ min: -1.5, max: 1.5, numBits: 8, narrowRange: true });
    expect(narrow).toEqual({ scale: [Math.fround(3 / 254)], zeroPoint: [0], axis: 0 });
    expect(fakeQuantParameters({ min: 0, max: 1.5, numBits: 4, narrowRange: false })).toEqual({
      scale: [Math.fround(0.1)],
      zeroPoint: [-128],
      axis: 0,
    });
  });

  /** x → FAKE_QUANT → y in a file. */
  function file({ min, max, numBits }: typeof attrs): Uint8Array {
    const { slot: minSlot } = FAKE_QUANT_OPTIONS.fields.min;
    return rawFile({
      code: () => [int8(OPERATOR_CODE.deprecatedBuiltinCode, 80), int32(OPERATOR_CODE.builtinCode, 80)],
      operator: (builder) => [
        offset(OPERATOR.inputs, builder.int32s([0])),
        int8(OPERATOR.builtinOptionsType, FAKE_QUANT_OPTIONS.union),
        offset(
          OPERATOR.builtinOptions,
          builder.table([
            { slot: minSlot, type: 'float32', value: min, default: 0 },
            { slot: 1, type: 'float32', value: max, default: 0 },
            int32(2, numBits),
          ]),
        ),
      ],
    });
  }

  it('is read as QUANTIZE and DEQUANTIZE', () => {
    const graph = readTflite(file(attrs), 'some.tflite');
    expect(graph.ops.map(({ type }) => type)).toEqual(['QUANTIZE', 'DEQUANTIZE']);
    expect(graph.tensors[graph.ops[0]!.outputs[0]!]).toMatchObject({
      dtype: 'int8',
      quant: fakeQuantParameters(attrs),
    });
    expect(graph.ops[1]!.outputs).toEqual([1]);
  });

  it('of more than 8 bits says nothing to int8', () => {
    const graph = readTflite(file({ ...attrs, numBits: 16 }), 'some.tflite');
    expect(graph.ops.map(({ type }) => type)).toEqual(['QUANTIZE']);
    expect(graph.tensors.every(({ quant }) => quant === undefined)).toBe(true);
  });

  it.each([
    [{ min: 1 }, 'within 1 … 3.299999952316284'],
    [{ min: 0, max: 0 }, 'within 0 … 0'],
    [{ numBits: 1 }, 'rounds to 1 bits'],
    [{ numBits: 40 }, 'rounds to 40 bits'],
  ])('with %j is refused', (damage, message) => {
    const error = thrown('model', () => readTflite(file({ ...attrs, ...damage }), 'some.tflite'));
    expect(error.message).toContain(message);
  });
});
