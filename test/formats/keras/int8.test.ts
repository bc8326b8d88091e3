/** Every layer has integers: the goldens of Keras are quantized, run, and give nearly what their real numbers give. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../src/cli/load-model.ts';
import { encodeSample, loadArrays, matchSamples } from '../../../src/data/index.ts';
import { loadFloatNetwork } from '../../../src/float/index.ts';
import { tensorAt } from '../../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import { calibrate, quantizeGraph } from '../../../src/quantize/index.ts';

const GOLDENS = fileURLToPath(new URL('../goldens/keras', import.meta.url));

/** How far the integers may be from the real numbers on the average, relative to the largest of the output. */
const TOLERANCE = 0.06;

/** Networks that take differences of large numbers, or have a handful of units, lose more. */
const LOSSY: Readonly<Record<string, number>> = { operations: 0.09, keras2_operations: 0.12, stateful: 0.09 };

/** The root mean square of the differences of an output, relative to the largest number in it. */
function distance(real: Float32Array, integers: Float32Array): number {
  const scale = Math.max(...real.map(Math.abs), 1e-3);
  const squares = real.reduce((sum, value, i) => sum + (value - integers[i]!) ** 2, 0);
  return Math.sqrt(squares / real.length) / scale;
}

describe('in int8', () => {
  it.each(readdirSync(GOLDENS))('%s', async (name) => {
    const folder = join(GOLDENS, name);
    const file = readdirSync(folder).find((entry) => entry.startsWith('model.'))!;
    const { graph } = await loadModel(join(folder, file));
    const path = join(folder, 'io.npz');
    const arrays = (await loadArrays(path))
      .filter((array) => array.name.startsWith('x'))
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((array, i) => ({ ...array, name: tensorAt(graph, graph.inputs[i]!).name }));
    const samples = matchSamples(graph, arrays, path);
    const quantized = quantizeGraph(graph, await calibrate(graph, samples), { io: 'float32' });
    const [real, integer] = [await loadFloatNetwork(graph), await loadIntegerNetwork(quantized)];
    try {
      for (let k = 0; k < samples.count; k++) {
        real.reset();
        integer.reset();
        const sample = encodeSample(graph, await samples.sample(k));
        const wanted = real.run(sample as Float32Array[]);
        const outputs = integer.run(sample) as Float32Array[];
        wanted.forEach((values, o) => {
          const own = distance(values, outputs[o]!);
          expect(own, `output ${o} of sample ${k}`).toBeLessThanOrEqual(LOSSY[name] ?? TOLERANCE);
        });
      }
    } finally {
      real.dispose();
    }
  });
});
