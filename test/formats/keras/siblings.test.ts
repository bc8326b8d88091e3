/**
 * The benchmark's Keras files give the same integers as the float .tflite files that TensorFlow's converter once made
 * of them.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../src/cli/load-model.ts';
import { loadArrays, matchSamples, type Samples } from '../../../src/data/index.ts';
import { readModel } from '../../../src/formats/index.ts';
import { type Graph, tensorAt } from '../../../src/graph/graph.ts';
import { calibrate, quantizeGraph } from '../../../src/quantize/index.ts';
import { simplify } from '../../../src/simplify/index.ts';
import { randomNumbers } from '../../support/random.ts';
import { hasShared, sharedPath } from '../../support/shared.ts';

/** All that an operator is and works with, without tensors' numbers and names. */
function described(graph: Graph): unknown[] {
  const show = (index: number): unknown => {
    if (index < 0) return null;
    const { shape, dtype, quant, data } = tensorAt(graph, index);
    const bytes = data && Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
    // How a reshape's target is written is no matter.
    return dtype === 'int32' && quant === undefined ? null : { shape, dtype, quant, bytes };
  };
  return graph.ops.map((op) => ({
    type: op.type,
    attrs: op.type === 'RESHAPE' ? {} : op.attrs,
    inputs: op.inputs.map(show),
    outputs: op.outputs.map(show),
  }));
}

/** Operations with the tensors they take their first inputs from, so that order among independent ones is no matter. */
function inOrder(descriptions: unknown[]): string[] {
  return descriptions.map((one) => JSON.stringify(one)).sort();
}

async function quantized(graph: Graph, samplesOf: (graph: Graph) => Samples): Promise<Graph> {
  return quantizeGraph(graph, await calibrate(graph, samplesOf(graph)));
}

/** A Keras file without the biases of its Dense layers that batch normalization follows. */
async function loadWithoutFoldedBiases(path: string): Promise<Graph> {
  const bytes = readFileSync(path);
  const graph = await readModel(new Uint8Array(bytes), path);
  const folded = new Set(
    graph.ops
      .filter((op, i) => op.type === 'FULLY_CONNECTED' && graph.ops[i + 1]?.type === 'MUL')
      .map((op) => op.inputs[2]!),
  );
  const tensors = graph.tensors.map((tensor, i) =>
    folded.has(i) ? { ...tensor, data: new Float32Array(tensor.data!.length) } : tensor,
  );
  return simplify({ ...graph, tensors });
}

describe.skipIf(!hasShared)('the benchmark’s Keras files (skipped: no ../shared)', () => {
  it('resnet8: the same int8 network as its float .tflite', async () => {
    const next = randomNumbers(8);
    const images = Float32Array.from({ length: 8 * 32 * 32 * 3 }, () => Math.floor(next() * 256));
    const samplesOf = (graph: Graph): Samples =>
      matchSamples(graph, [{ name: 'x', shape: [8, 32, 32, 3], dtype: 'float32', data: images }], 'x');
    const { graph: ours } = await loadModel(sharedPath('models/resnet8_float32.h5'));
    const { graph: theirs } = await loadModel(sharedPath('models/resnet8_float32.tflite'));
    expect(inOrder(described(ours))).toEqual(inOrder(described(theirs)));
    expect(inOrder(described(await quantized(ours, samplesOf)))).toEqual(
      inOrder(described(await quantized(theirs, samplesOf))),
    );
  });

  it('ad: the same int8 network as its float .tflite, which lacks the biases before batch normalization', async () => {
    const path = sharedPath('data/ad_x.npy');
    const arrays = await loadArrays(path);
    const samplesOf = (graph: Graph): Samples => matchSamples(graph, arrays, path);
    // The converter of the time dropped these biases: by them its file differs from the model, by up to 5 % of the
    // outputs' range. All else is the same.
    const ours = await loadWithoutFoldedBiases(sharedPath('models/ad_float32.h5'));
    const { graph: theirs } = await loadModel(sharedPath('models/ad_float32.tflite'));
    expect(inOrder(described(ours))).toEqual(inOrder(described(theirs)));
    expect(inOrder(described(await quantized(ours, samplesOf)))).toEqual(
      inOrder(described(await quantized(theirs, samplesOf))),
    );
  });
});
