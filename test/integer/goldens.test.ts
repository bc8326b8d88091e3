import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DataArray, loadArrays } from '../../src/data/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf, type TensorData } from '../../src/graph/dtype.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const MODELS = ['kws_int8', 'resnet8_int8', 'ad_int8', 'hello_world_int8', 'micro_speech_int8'];

const golden = (file: string): Promise<DataArray[]> => loadArrays(sharedPath('goldens', file));

function load(model: string) {
  return loadIntegerNetwork(readTflite(readFileSync(sharedPath('models', `${model}.tflite`)), model));
}

/** The bytes of sample k of an array. */
function sampleBytes({ data, shape }: DataArray, k: number): Uint8Array {
  const size = data.length / shape[0]!;
  return bytesOf(data.subarray(k * size, (k + 1) * size));
}

/** Sample k of an array of int8. */
function sample(array: DataArray, k: number): TensorData[] {
  const bytes = sampleBytes(array, k);
  return [new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)];
}

describe.skipIf(!hasShared)(`networks against TFLM${hasShared ? '' : ' (skipped: no ../shared)'}`, () => {
  it.each(MODELS)('%s: every byte of every sample', async (model) => {
    const network = await load(model);
    const [inputs] = await golden(`${model}_in.npy`);
    const [outputs] = await golden(`${model}_tflm_out.npy`);
    const count = inputs!.shape[0]!;
    expect(count).toBe(outputs!.shape[0]);
    const wrong: number[] = [];
    for (let k = 0; k < count; k++) {
      const [output] = network.run(sample(inputs!, k));
      if (Buffer.compare(bytesOf(output!), sampleBytes(outputs!, k)) !== 0) wrong.push(k);
    }
    expect(wrong).toEqual([]);
  });

  it.each(MODELS)('%s: every byte of every layer', async (model) => {
    const network = await load(model);
    const [inputs] = await golden(`${model}_in.npy`);
    const layers = await golden(`${model}_layers.npz`);
    for (const k of [0, 1]) {
      network.run(sample(inputs!, k));
      const ofSample = layers.filter(({ name }) => name.startsWith(`sample${k}_`));
      expect(ofSample.length).toBeGreaterThan(0);
      for (const { name, data } of ofSample) {
        const tensor = Number(name.replace(`sample${k}_tensor`, ''));
        expect({ name, bytes: bytesOf(network.tensor(tensor)) }).toEqual({ name, bytes: bytesOf(data) });
      }
    }
  });
});
