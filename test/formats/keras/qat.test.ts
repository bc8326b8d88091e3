/**
 * Models of quantization aware training (tfmot): the integers computed from the learned ranges agree with the training's
 * own rounding. Made by scripts/oracle/goldens_keras_qat.py.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadArrays, matchSamples, type Samples } from '../../../src/data/index.ts';
import { readModel } from '../../../src/formats/index.ts';
import type { Json } from '../../../src/formats/keras/json.ts';
import { buildKerasModel } from '../../../src/formats/keras/model.ts';
import { type Graph, tensorAt } from '../../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import { calibrate, hasLearned, missingRanges, quantizeGraph } from '../../../src/quantize/index.ts';
import { simplify } from '../../../src/simplify/index.ts';
import { thrown } from '../../support/errors.ts';

const FOLDER = fileURLToPath(new URL('qat', import.meta.url));
const NOTHING = { ranges: new Map(), samples: 0 };

async function load(name: string): Promise<Graph> {
  const bytes = gunzipSync(readFileSync(join(FOLDER, name, 'model.h5.gz')));
  return simplify(await readModel(new Uint8Array(bytes), name));
}

interface Golden {
  readonly samples: (graph: Graph) => Samples;
  readonly expected: readonly { readonly shape: readonly number[]; readonly data: ArrayLike<number> }[];
}

async function golden(name: string): Promise<Golden> {
  const path = join(FOLDER, name, 'io.npz');
  const arrays = await loadArrays(path);
  const given = arrays.filter(({ name: key }) => key.startsWith('x'));
  return {
    samples: (graph) =>
      matchSamples(
        graph,
        given.map((array, i) => ({ ...array, name: tensorAt(graph, graph.inputs[i]!).name })),
        path,
      ),
    expected: arrays.filter(({ name: key }) => key.startsWith('y')) as never,
  };
}

/** The largest differences to what was expected, in steps of each output. */
async function differences(quantized: Graph, { samples, expected }: Golden): Promise<number[]> {
  const network = await loadIntegerNetwork(quantized);
  const worst = quantized.outputs.map(() => 0);
  const all = samples(quantized);
  for (let k = 0; k < all.count; k++) {
    const sample = await all.sample(k);
    const inputs = sample.map((values, i) => {
      const { scale, zeroPoint } = tensorAt(quantized, quantized.inputs[i]!).quant!;
      return Int8Array.from(values as ArrayLike<number>, (value) =>
        Math.min(127, Math.max(-128, Math.round(value / scale[0]!) + zeroPoint[0]!)),
      );
    });
    network.run(inputs).forEach((output, o) => {
      const { scale, zeroPoint } = tensorAt(quantized, quantized.outputs[o]!).quant!;
      output.forEach((q, i) => {
        const wanted = expected[o]!.data[k * output.length + i]! / scale[0]! + zeroPoint[0]!;
        worst[o] = Math.max(worst[o]!, Math.abs(Number(q) - Math.min(127, wanted)));
      });
    });
  }
  return worst;
}

describe('all layers trained for quantization', () => {
  it.each(['sequential', 'branches'])('%s: needs no samples, and is within a step', async (name) => {
    const graph = await load(name);
    expect(missingRanges(graph)).toEqual([]);
    const worst = await differences(quantizeGraph(graph, NOTHING), await golden(name));
    for (const steps of worst) expect(steps).toBeLessThanOrEqual(1.01);
  });

  it('weights keep their integers through batch normalization', async () => {
    const graph = await load('sequential');
    const weights = graph.tensors.filter(({ data, shape }) => data !== undefined && shape.length > 1);
    expect(weights.length).toBeGreaterThan(5);
    for (const { learned } of weights) expect(learned?.data).toBeDefined();
    const quantized = quantizeGraph(graph, NOTHING);
    const [conv] = quantized.ops;
    expect(conv!.type).toBe('CONV_2D');
    const { name, data } = tensorAt(quantized, conv!.inputs[1]!);
    const given = weights.find((tensor) => tensor.name === name)!;
    expect(data).toEqual(given.learned!.data);
  });
});

describe('files without names of weights', () => {
  it('are refused, for they do not tell which range is whose', () => {
    const layers: Json = [
      { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 3] } },
      { class_name: 'QuantizeLayer', config: { name: 'quantize_layer', quantizer: null } },
    ];
    const config = { class_name: 'Sequential', config: { name: 'net', layers } };
    const error = thrown('model', () => buildKerasModel(config, () => ({ weights: () => [] }), { keras: 2 }));
    expect(error.message).toBe(
      'layer "quantize_layer" (QuantizeLayer) was trained for quantization, and its file does not tell which range is whose',
    );
    expect(error.hint).toBe('Save the model as .h5: model.save("model.h5").');
  });
});

describe('some layers trained for quantization', () => {
  it('leave the others to samples', async () => {
    const graph = await load('partly');
    expect(hasLearned(graph)).toBe(true);
    expect(missingRanges(graph).map((index) => tensorAt(graph, index).shape)).toEqual([
      [1, 6],
      [1, 2],
    ]);
    const truth = await golden('partly');
    const quantized = quantizeGraph(graph, await calibrate(graph, truth.samples(graph)));
    for (const steps of await differences(quantized, truth)) expect(steps).toBeLessThanOrEqual(4);
  });

  it('annotations alone are the layers that they annotate', async () => {
    const graph = await load('annotated');
    expect(graph.ops.map(({ type }) => type)).toEqual(['FULLY_CONNECTED', 'FULLY_CONNECTED']);
    expect(hasLearned(graph)).toBe(false);
    const truth = await golden('annotated');
    const quantized = quantizeGraph(graph, await calibrate(graph, truth.samples(graph)));
    for (const steps of await differences(quantized, truth)) expect(steps).toBeLessThanOrEqual(4);
  });
});
