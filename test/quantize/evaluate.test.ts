import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadArrays, loadLabels, matchSamples, type Samples } from '../../src/data/index.ts';
import { readModel } from '../../src/formats/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import { calibrate, evaluateFloat, evaluateInteger, quantizeGraph } from '../../src/quantize/index.ts';
import { rejected } from '../support/errors.ts';
import { FloatNetworkBuilder } from '../support/float-network.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const POINTS = [
  [1, 0, 0],
  [0, 2, 0],
  [0, 0, 3],
  [5, 1, 1],
];
const samples: Samples = { count: POINTS.length, sample: (k) => [Float32Array.from(POINTS[k]!)] };

function network() {
  const b = new FloatNetworkBuilder();
  return b.build([b.op('SOFTMAX', [b.input([1, 3])], [1, 3], { beta: 1 })]);
}

describe('evaluation', () => {
  it('predicts the class of the highest score, and counts what is right', async () => {
    const labels = Int32Array.of(0, 1, 1, 0);
    const expected = { accuracy: 0.75, predictions: Int32Array.of(0, 1, 2, 0) };
    expect(await evaluateFloat(network(), samples, labels)).toEqual(expected);
    const quantized = quantizeGraph(network(), await calibrate(network(), samples));
    expect(await evaluateInteger(quantized, samples, labels)).toEqual(expected);
  });

  it('evaluates a network whose edges are float32 by the same samples', async () => {
    const quantized = quantizeGraph(network(), await calibrate(network(), samples), { io: 'float32' });
    const { predictions } = await evaluateInteger(quantized, samples, new Int32Array(4));
    expect([...predictions]).toEqual([0, 1, 2, 0]);
  });

  it('wants a label a sample, and stops when it is told to', async () => {
    await rejected('data', evaluateFloat(network(), samples, new Int32Array(3)));
    const signal = AbortSignal.abort();
    await rejected('interrupted', evaluateFloat(network(), samples, new Int32Array(4), { signal }));
  });
});

describe.skipIf(!hasShared)(
  `MLPerf Tiny’s keyword spotting${hasShared ? '' : ' (skipped: no ../shared)'}`,
  () => {
    it('keeps its accuracy in int8, in a file no larger than the converter’s', async () => {
      const graph = await readModel(readFileSync(sharedPath('models', 'kws_float32.tflite')), 'kws');
      const data = matchSamples(graph, await loadArrays(sharedPath('data', 'kws_x.npy')), 'kws_x.npy');
      const labels = await loadLabels(sharedPath('data', 'kws_y.npy'));
      const bytes = writeTflite(quantizeGraph(graph, await calibrate(graph, data, { limit: 100 })));
      // TensorFlow 2.21's converter writes 41,168 bytes.
      expect(bytes.length).toBeLessThanOrEqual(41168 * 1.02);
      const { accuracy } = await evaluateInteger(readTflite(bytes, 'kws'), data, labels);
      expect(accuracy).toBeGreaterThanOrEqual(0.9);
    });
  },
);
