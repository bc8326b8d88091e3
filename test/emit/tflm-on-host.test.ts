/**
 * The tflm runtime, compiled for this machine against a real TFLM and talked to over the link. Needs a checkout of
 * TFLM, whose path is in the environment variable TFLM_DIR (docs/TFLM.md); TFLM itself is compiled once, which takes
 * some minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProject } from '../../src/build/index.ts';
import { type DataArray, loadArrays } from '../../src/data/index.ts';
import { type Manifest, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { leaveOutAbsentInputs, readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf, dataFromBytes, dtypeBytes } from '../../src/graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import type { Device } from '../../src/link/device.ts';
import { openDevice } from '../../src/link/index.ts';
import { network } from '../formats/tflite/network.ts';
import { graphOf, int8, quant, shaped } from '../ops/single-op.ts';
import { int16x8 } from '../support/int16x8.ts';
import { randomNumbers } from '../support/random.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { lstmNetwork, quantized, svdfNetwork, variableNetwork } from '../support/stateful-network.ts';
import { specialNetwork } from './support/networks.ts';
import { rendered } from './support/projects.ts';

const tflmDir = process.env.TFLM_DIR;

const GOLDENS = ['kws', 'hello_world', 'micro_speech', 'resnet8', 'ad'].map((name) => `${name}_int8`);

/** Compiling all of TFLM on a busy machine. */
const PATIENCE = 30 * 60_000;

/** The objects besides the arena (interpreter, resolver, profiler) never take more. */
const OBJECTS_BYTES = 4096;

/**
 * One project for all networks, each brought up to date from the last one, as `gen` does it: TFLM is compiled once.
 */
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tflq it's $HOME "));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Builds a network, checks what it says of itself, and hands its device to the caller. */
async function onHost(
  graph: Graph,
  model: Uint8Array | undefined,
  use: (device: Device, manifest: Manifest) => Promise<void>,
): Promise<void> {
  const project = await rendered(graph, { runtime: 'tflm', tflmDir, ...(model && { model }) });
  const { manifest } = project;
  await writeProject(project, dir);
  const { log } = await buildProject(dir, manifest);
  expect(readFileSync(log, 'utf8')).not.toContain('warning:');
  await flashProject(dir, manifest);
  const device = await openDevice(dir, manifest);
  try {
    expect(device.info).toMatchObject({ runtime: 'tflm', initStatus: 0, opCount: graph.ops.length });
    // Of the arena, what is in use; on this machine, with wide pointers, it is twice the estimate.
    expect(device.info.ramBytes).toBeLessThanOrEqual(2 * manifest.memory.arenaBytes + OBJECTS_BYTES);
    await use(device, manifest);
  } finally {
    await device.close();
  }
}

/** Sample `k` of an array of samples. */
function sample({ data, shape }: DataArray, k: number): Uint8Array {
  const size = data.length / shape[0]!;
  return bytesOf(data.subarray(k * size, (k + 1) * size));
}

/** A DEPTHWISE_CONV_2D that names a bias and has none: TFLM aborts on it as it is. */
function withoutBias(): Graph {
  const attrs = { padding: 'SAME', strideW: 1, strideH: 1, activation: 'NONE', dilationW: 1, dilationH: 1 };
  const weights = { ...int8([1, 2, 2, 2]), data: Int8Array.from([1, -2, 3, 4, 5, -6, 7, 8]) };
  const inputs = [int8([1, 3, 3, 2]), weights, null];
  const output = { dtype: 'int8', quant: quant(0.2) } as const;
  return shaped(graphOf('DEPTHWISE_CONV_2D', inputs, { ...attrs, depthMultiplier: 1 }, output));
}

function skipReason(): string {
  if (tflmDir === undefined) return ' (skipped: TFLM_DIR is not set to a checkout of TFLM)';
  if (spawnSync('c++', ['--version']).status !== 0) return ' (skipped: no C++ compiler)';
  return '';
}
const skipped = skipReason();

describe.skipIf(skipped !== '')(`emitted C++ with TFLM on the host${skipped}`, () => {
  describe.skipIf(!hasShared)(`gives TFLM’s bytes${hasShared ? '' : ' (skipped: no ../shared)'}`, () => {
    it.each(GOLDENS)(
      '%s',
      async (name) => {
        const model = readFileSync(sharedPath('models', `${name}.tflite`));
        const [inputs] = await loadArrays(sharedPath('goldens', `${name}_in.npy`));
        const [outputs] = await loadArrays(sharedPath('goldens', `${name}_tflm_out.npy`));
        await onHost(readTflite(model, name), model, async (device, manifest) => {
          for (let k = 0; k < inputs!.shape[0]!; k++) {
            const result = await device.infer([sample(inputs!, k)]);
            expect({ k, bytes: [...result.outputs[0]!] }).toEqual({ k, bytes: [...sample(outputs!, k)] });
          }
          const { opTicks, ticks } = await device.profile([sample(inputs!, 0)]);
          expect(opTicks).toHaveLength(manifest.ops.length);
          expect(opTicks.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(ticks);
          expect(Math.max(...opTicks)).toBeGreaterThan(0);
        });
      },
      PATIENCE,
    );
  });

  it(
    'gives TFLM’s bytes for int16 activations',
    async () => {
      const { model, samples } = await int16x8();
      await onHost(readTflite(model, 'int16x8'), model, async (device) => {
        for (const { input, output } of samples) {
          const { outputs } = await device.infer([input]);
          expect(outputs.map((bytes) => [...bytes])).toEqual([[...output]]);
        }
      });
    },
    PATIENCE,
  );

  it.each<[string, () => Graph | Promise<Graph>]>([
    ['many operators', network],
    ['several inputs and outputs', () => specialNetwork()],
    ['a bias that is absent', () => leaveOutAbsentInputs(withoutBias())],
    ['an LSTM', () => quantized(lstmNetwork({ batch: 1, steps: 2, inputs: 3, units: 4 }))],
    ['an SVDF', () => quantized(svdfNetwork())],
    ['a variable', () => quantized(variableNetwork())],
  ])(
    'computes what our kernels compute: %s',
    async (_what, make) => {
      const graph = await make();
      const reference = await loadIntegerNetwork(graph);
      const random = randomNumbers(7);
      await onHost(graph, undefined, async (device) => {
        for (let k = 0; k < 20; k++) {
          const inputs = graph.inputs.map((index) => randomBytes(graph, index, random));
          reference.reset();
          const expected = reference.run(
            inputs.map((bytes, i) => dataFromBytes(tensorAt(graph, graph.inputs[i]!).dtype, bytes)),
          );
          const { outputs } = await device.infer(inputs);
          expect(outputs.map((bytes) => [...bytes])).toEqual(expected.map((data) => [...bytesOf(data)]));
        }
      });
    },
    PATIENCE,
  );
});

/** A random tensor; floats are small, so that quantization meets more than its limits. */
function randomBytes(graph: Graph, index: number, random: () => number): Uint8Array {
  const { shape, dtype } = tensorAt(graph, index);
  const count = elementCount(shape);
  if (dtype === 'float32') return bytesOf(Float32Array.from({ length: count }, () => random() * 20 - 10));
  return Uint8Array.from({ length: count * dtypeBytes(dtype) }, () => Math.floor(random() * 256));
}
