import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import * as tfjs from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadArrays, loadLabels, matchSamples } from '../../src/data/index.ts';
import { loadFloatNetwork } from '../../src/float/index.ts';
import { readModel } from '../../src/formats/index.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { evaluateFloat } from '../../src/quantize/index.ts';
import { rejected } from '../support/errors.ts';
import { FloatNetworkBuilder } from '../support/float-network.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const NONE = { activation: 'NONE' };

/** (x + constant) × x → RELU6 → joined with x. */
function elementwise(constant: readonly number[]): Graph {
  const b = new FloatNetworkBuilder();
  const x = b.input([1, 4]);
  const sum = b.op('ADD', [x, b.constant([4], constant)], [1, 4], { ...NONE, potScaleInt16: false });
  const product = b.op('MUL', [sum, x], [1, 4], NONE);
  const clamped = b.op('RELU6', [product], [1, 4]);
  return b.build([b.concat([clamped, x], [1, 8]), sum]);
}

const small = fc.double({ min: -50, max: 50, noNaN: true }).map(Math.fround);
const four = fc.array(small, { minLength: 4, maxLength: 4 });

async function run(graph: Graph, ...inputs: number[][]): Promise<number[][]> {
  const network = await loadFloatNetwork(graph);
  const outputs = network.run(inputs.map((values) => Float32Array.from(values)));
  network.dispose();
  return outputs.map((values) => [...values]);
}

describe('loadFloatNetwork', () => {
  it('computes elementwise operators to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(four, four, async (constant, x) => {
        const sums = x.map((value, i) => Math.fround(value + constant[i]!));
        const clamped = sums.map((sum, i) => Math.min(6, Math.max(0, Math.fround(sum * x[i]!))));
        const [joined, sum] = await run(elementwise(constant), x);
        expect(joined!.map((value) => value + 0)).toEqual([...clamped, ...x].map((value) => value + 0));
        expect(sum!.map((value) => value + 0)).toEqual(sums.map((value) => value + 0));
      }),
      { numRuns: 50 },
    );
  });

  it('computes a dense layer and a softmax', async () => {
    const b = new FloatNetworkBuilder();
    const weights = [1, -2, 0.5, 3, 0.25, -1];
    const dense = b.dense(b.input([1, 3]), b.constant([2, 3], weights), b.constant([2], [0.5, -0.5]), 2);
    const graph = b.build([b.op('SOFTMAX', [dense], [1, 2], { beta: 0.5 })]);
    const logits = [1 * 2 - 2 * -1 + 0.5 * 4 + 0.5, 3 * 2 + 0.25 * -1 - 4 - 0.5];
    const powers = logits.map((logit) => Math.exp(0.5 * logit));
    const [scores] = await run(graph, [2, -1, 4]);
    scores!.forEach((score, i) => {
      expect(score).toBeCloseTo(powers[i]! / (powers[0]! + powers[1]!), 6);
    });
  });

  it('shows inputs and outputs of operators in their order', async () => {
    const graph = elementwise([1, 2, 3, 4]);
    const network = await loadFloatNetwork(graph);
    const seen: [number, number[]][] = [];
    const outputs = network.run([Float32Array.of(1, 1, -1, 0)], (tensor, values) => {
      seen.push([tensor, [...values]]);
    });
    network.dispose();
    expect(seen.map(([tensor]) => graph.tensors[tensor]!.name)).toEqual([
      'input0',
      'add0',
      'mul1',
      'relu62',
      'concatenation3',
    ]);
    expect(seen.map(([, values]) => values)).toEqual([
      [1, 1, -1, 0],
      [2, 3, 2, 4],
      [2, 3, -2, 0],
      [2, 3, 0, 0],
      [2, 3, 0, 0, 1, 1, -1, 0],
    ]);
    expect([...outputs[0]!]).toEqual(seen[4]![1]);
  });

  it('gives outputs that later runs leave alone', async () => {
    const network = await loadFloatNetwork(elementwise([0, 0, 0, 0]));
    const [first] = network.run([Float32Array.of(1, 2, 1, 2)]);
    network.run([Float32Array.of(2, 1, 2, 1)]);
    network.dispose();
    expect([...first!]).toEqual([1, 4, 1, 4, 1, 2, 1, 2]);
  });

  it('frees what it takes, also after an error', async () => {
    await run(elementwise([1, 2, 3, 4]), [1, 2, 3, 4]);
    const before = tfjs.memory().numTensors;
    const network = await loadFloatNetwork(elementwise([1, 2, 3, 4]));
    const loaded = tfjs.memory().numTensors;
    for (let k = 0; k < 5; k++) network.run([Float32Array.of(k, 1, 2, 3)], () => {});
    expect(() => network.run([Float32Array.of(1)])).toThrow();
    expect(tfjs.memory().numTensors).toBe(loaded);
    expect(loaded).toBe(before + 1);
    network.dispose();
    expect(tfjs.memory().numTensors).toBe(before);
  });

  it('brings constants into another form once, and computed weights at each run', async () => {
    const attrs = { padding: 'VALID', strideW: 1, strideH: 1, dilationW: 1, dilationH: 1, ...NONE };
    const convolution = (weights: readonly number[] | null): Graph => {
      const b = new FloatNetworkBuilder();
      const x = b.input([1, 1, 2, 2]);
      const w = weights === null ? b.input([2, 1, 2, 2]) : b.constant([2, 1, 2, 2], weights);
      return b.build([b.op('CONV_2D', [x, w], [1, 1, 1, 2], attrs)]);
    };
    const [x, w] = [
      [1, 2, 3, 4],
      [1, 0, 0, 1, 2, 3, 5, 7],
    ] as const;
    const before = tfjs.memory().numTensors;
    const network = await loadFloatNetwork(convolution(w));
    const loaded = tfjs.memory().numTensors;
    expect(network.run([Float32Array.from(x)])).toEqual([Float32Array.of(5, 51)]);
    expect(tfjs.memory().numTensors).toBe(loaded);
    network.dispose();
    expect(tfjs.memory().numTensors).toBe(before);
    expect(await run(convolution(null), [...x], [...w])).toEqual([[5, 51]]);
  });

  it('names an operator that tfjs refuses, and one that nobody knows', async () => {
    const b = new FloatNetworkBuilder();
    const wrong = b.build([
      b.op('ADD', [b.input([1, 4]), b.constant([3], [1, 2, 3])], [1, 4], { ...NONE, potScaleInt16: false }),
    ]);
    const error = await rejected('model', run(wrong, [1, 2, 3, 4]));
    expect(error.message).toMatch(/^operator 0 \(ADD\) cannot be computed in real numbers: /);

    const c = new FloatNetworkBuilder();
    const unknown = c.build([c.op('COS', [c.op('RELU', [c.input([1])], [1])], [1])]);
    expect((await rejected('model', run(unknown, [1]))).message).toMatch(/COS/);
  });

  it('refuses a quantized network', async () => {
    const quant = { scale: [1], zeroPoint: [0], axis: 0 };
    const graph: Graph = {
      name: 'main',
      tensors: [
        { name: 'x', shape: [1], dtype: 'int8', quant },
        { name: 'y', shape: [1], dtype: 'int8', quant },
      ],
      ops: [{ type: 'RELU', inputs: [0], outputs: [1], attrs: {} }],
      inputs: [0],
      outputs: [1],
    };
    expect((await rejected('model', run(graph, [1]))).message).toContain('quantized (int8)');
  });

  it('prints nothing and leaves the handlers of crashes alone', async () => {
    const program = `
      const { loadBackend } = await import(${JSON.stringify(new URL('../../src/float/backend.ts', import.meta.url).href)});
      const tf = await loadBackend();
      const sum = tf.tidy(() => tf.sum(tf.tensor([1, 2, 3])).dataSync()[0]);
      process.exitCode = 40 + sum + process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    `;
    const child = promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      program,
    ]);
    const outcome = await child.catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 46, stdout: '', stderr: '' });
  });
});

describe.skipIf(!hasShared)(`a real network${hasShared ? '' : ' (skipped: no ../shared)'}`, () => {
  it('classifies keywords as the float model does', async () => {
    const graph = await readModel(readFileSync(sharedPath('models', 'kws_float32.tflite')), 'kws');
    const samples = matchSamples(graph, await loadArrays(sharedPath('data', 'kws_x.npy')), 'kws_x.npy');
    const labels = await loadLabels(sharedPath('data', 'kws_y.npy'));
    // TensorFlow's interpreter gives 0.901 for the file with its int8 weights widened, which is what runs here.
    expect((await evaluateFloat(graph, samples, labels)).accuracy).toBe(0.901);
  });
});
