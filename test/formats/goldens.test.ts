/**
 * Models of other origins give, once read and cleaned up, what their origin's own runtime gave: each folder of
 * goldens/FORMAT holds a model and io.npz with its inputs x0, x1… and that runtime's outputs y0, y1…, made by the
 * scripts of scripts/oracle.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../src/cli/load-model.ts';
import type { DataArray } from '../../src/data/data-array.ts';
import { encodeSample, loadArrays, matchSamples } from '../../src/data/index.ts';
import { loadFloatNetwork } from '../../src/float/index.ts';
import { elementCount, type Graph, tensorAt } from '../../src/graph/graph.ts';
import { widenConstants } from '../../src/graph/widen-constants.ts';

const GOLDENS = fileURLToPath(new URL('goldens', import.meta.url));

/** Outputs may differ by so much, relative to the largest magnitude among them. */
const TOLERANCE = 1e-4;

/** The model of a golden: whatever lies beside io.npz, the one that others lie beside first. */
function modelIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => name !== 'io.npz');
  const main = ['model.json', 'saved_model.pb'].find((name) => files.includes(name));
  const model = main ?? files.find((name) => name.startsWith('model.'));
  return model === undefined ? folder : join(folder, model);
}

/** Arrays of a golden whose names begin with a letter, in order. */
function numbered(arrays: readonly DataArray[], letter: string): DataArray[] {
  const count = arrays.filter(({ name }) => name.startsWith(letter)).length;
  return Array.from({ length: count }, (_, k) => arrays.find(({ name }) => name === `${letter}${k}`)!);
}

/** Moves the second axis of [N, C, …] behind the others. */
function channelsLast(values: readonly number[], shape: readonly number[]): number[] {
  const [count = 1, channels = 1, ...spatial] = shape;
  const size = elementCount(spatial);
  return Array.from({ length: values.length }, (_, i) => {
    const [n, at, c] = [Math.floor(i / (size * channels)), Math.floor(i / channels) % size, i % channels];
    return values[(n * channels + c) * size + at]!;
  }).slice(0, count * channels * size);
}

/** One sample of an expected output, in the layout that the network has it in. */
function expectedSample(array: DataArray, k: number, shape: readonly number[]): number[] {
  const size = elementCount(array.shape.slice(1));
  const values = Array.from(array.data.slice(k * size, (k + 1) * size), Number);
  const own = array.shape.slice(1).filter((dim) => dim !== 1);
  const wanted = shape.filter((dim) => dim !== 1);
  const moved = own.length > 1 && String(own) !== String(wanted) && own.length === wanted.length;
  return moved ? channelsLast(values, [1, ...array.shape.slice(1)]) : values;
}

/** Runs a float network on the golden's inputs and compares. */
async function compare(graph: Graph, folder: string): Promise<void> {
  const path = join(folder, 'io.npz');
  const arrays = await loadArrays(path);
  const inputs = numbered(arrays, 'x').map((array, i) => ({
    ...array,
    name: tensorAt(graph, graph.inputs[i]!).name,
  }));
  const expected = numbered(arrays, 'y');
  expect(graph.outputs).toHaveLength(expected.length);
  const float = widenConstants(graph);
  const samples = matchSamples(float, inputs, path);
  const network = await loadFloatNetwork(float);
  try {
    for (let k = 0; k < samples.count; k++) {
      const outputs = network.run(encodeSample(float, samples.sample(k)) as Float32Array[]);
      outputs.forEach((output, o) => {
        const wanted = expectedSample(expected[o]!, k, tensorAt(float, float.outputs[o]!).shape);
        expect(output).toHaveLength(wanted.length);
        const scale = Math.max(...wanted.map(Math.abs), 1e-3);
        const worst = Math.max(...wanted.map((value, i) => Math.abs(value - output[i]!)));
        expect(worst / scale, `output ${o} of sample ${k}`).toBeLessThanOrEqual(TOLERANCE);
      });
    }
  } finally {
    network.dispose();
  }
}

const formats = existsSync(GOLDENS) ? readdirSync(GOLDENS) : [];

describe.each(formats)('%s', (format) => {
  const folder = join(GOLDENS, format);
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  it.each(names)('%s computes what its origin computes', async (name) => {
    const { graph } = await loadModel(modelIn(join(folder, name)));
    await compare(graph, join(folder, name));
  });
});
