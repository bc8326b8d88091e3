/** The emitted C, compiled for this machine and talked to over the link, against the host's own kernels and TFLM. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildProject } from '../../src/build/index.ts';
import { loadArrays } from '../../src/data/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf, dataFromBytes, dtypeBytes } from '../../src/graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import type { Device } from '../../src/link/device.ts';
import { openDevice } from '../../src/link/index.ts';
import { network } from '../formats/tflite/network.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { int16x8 } from '../support/int16x8.ts';
import { randomNumbers } from '../support/random.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { specialNetwork } from './support/networks.ts';
import { type ProjectOptions, rendered, written } from './support/projects.ts';

/** Builds, flashes and greets a network, and hands the device to the caller. */
async function onHost(
  graph: Graph,
  options: ProjectOptions,
  use: (device: Device) => Promise<void>,
): Promise<void> {
  const project = await rendered(graph, options);
  const dir = await written(project);
  await buildProject(dir, project.manifest);
  await flashProject(dir, project.manifest);
  const device = await openDevice(dir, project.manifest);
  try {
    await use(device);
  } finally {
    await device.close();
  }
}

/** Random bytes for each input; floats are small, so that quantization meets more than its limits. */
function randomInputs(graph: Graph, random: () => number): Uint8Array[] {
  return graph.inputs.map((index) => {
    const { shape, dtype } = tensorAt(graph, index);
    const count = elementCount(shape);
    if (dtype === 'float32') return bytesOf(Float32Array.from({ length: count }, () => random() * 20 - 10));
    return Uint8Array.from({ length: count * dtypeBytes(dtype) }, () => Math.floor(random() * 256));
  });
}

const skipped = hasCompiler ? '' : ' (skipped: no C compiler)';

describe.skipIf(!hasCompiler)(`emitted C on the host${skipped}`, () => {
  it.each([
    ['many operators', network()],
    ['several inputs and outputs', specialNetwork()],
  ])('computes what the kernels compute: %s', async (_what, graph) => {
    const reference = await loadIntegerNetwork(graph);
    const random = randomNumbers(7);
    await onHost(graph, {}, async (device) => {
      for (let k = 0; k < 20; k++) {
        const inputs = randomInputs(graph, random);
        const expected = reference.run(
          inputs.map((bytes, i) => dataFromBytes(tensorAt(graph, graph.inputs[i]!).dtype, bytes)),
        );
        const { outputs } = await device.infer(inputs);
        expect(outputs.map((bytes) => [...bytes])).toEqual(expected.map((data) => [...bytesOf(data)]));
      }
    });
  });

  it('gives TFLM’s bytes for int16 activations', async () => {
    const { model, samples } = await int16x8();
    await onHost(readTflite(model, 'int16x8'), { name: 'int16x8', model }, async (device) => {
      for (const { input, output } of samples) {
        const { outputs } = await device.infer([input]);
        expect(outputs.map((bytes) => [...bytes])).toEqual([[...output]]);
      }
    });
  });

  it('tells the harness the truth about the network', async () => {
    const graph = specialNetwork();
    const { manifest } = await rendered(graph);
    await onHost(graph, { name: 'special' }, async (device) => {
      expect(device.info).toMatchObject({
        modelHash: manifest.model.sha256.slice(0, 32),
        modelName: 'special',
        runtime: 'c',
        initStatus: 0,
        opCount: 6,
        ramBytes: manifest.memory.arenaBytes,
        inputs: [
          { bytes: 6, dtype: 9 },
          { bytes: 24, dtype: 0 },
        ],
        outputs: [
          { bytes: 6, dtype: 9 },
          { bytes: 48, dtype: 0 },
        ],
      });
      const { opTicks, ticks } = await device.profile(randomInputs(graph, randomNumbers(1)));
      expect(opTicks).toHaveLength(6);
      expect(opTicks.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(ticks);
    });
  });
});

/** Samples a network: all of them where that takes no time. */
const GOLDENS = [
  ['kws_int8', 1000],
  ['resnet8_int8', 8],
  ['ad_int8', 32],
  ['hello_world_int8', 32],
  ['micro_speech_int8', 32],
] as const;

describe.skipIf(!hasCompiler || !hasShared)(
  `emitted C on the host against TFLM${skipped}${hasShared ? '' : ' (skipped: no ../shared)'}`,
  () => {
    it.each(GOLDENS)('%s', async (name, limit) => {
      const model = readFileSync(sharedPath('models', `${name}.tflite`));
      const [inputs] = await loadArrays(sharedPath('goldens', `${name}_in.npy`));
      const [outputs] = await loadArrays(sharedPath('goldens', `${name}_tflm_out.npy`));
      const count = Math.min(limit, inputs!.shape[0]!);
      const sample = ({ data, shape }: NonNullable<typeof inputs>, k: number) => {
        const size = data.length / shape[0]!;
        return bytesOf(data.subarray(k * size, (k + 1) * size));
      };
      await onHost(readTflite(model, name), { name, model }, async (device) => {
        for (let k = 0; k < count; k++) {
          const result = await device.infer([sample(inputs!, k)]);
          expect({ k, bytes: [...result.outputs[0]!] }).toEqual({ k, bytes: [...sample(outputs!, k)] });
        }
      });
    });
  },
);
