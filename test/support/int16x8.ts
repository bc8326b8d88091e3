/** A network of int16 activations and int8 weights, and what TFLM gives for it: made by scripts/oracle/int16_network.py. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadArrays } from '../../src/data/index.ts';
import { bytesOf } from '../../src/graph/dtype.ts';

const path = (name: string): string => fileURLToPath(new URL(`int16x8/${name}`, import.meta.url));

/** Paths of the network and of its inputs, for commands. */
export const INT16X8 = { model: path('network.tflite'), inputs: path('inputs.npy') };

/** The network's file, and for each sample the bytes that go in and those that come out. */
export interface Int16x8 {
  readonly model: Uint8Array;
  readonly samples: readonly { readonly input: Uint8Array; readonly output: Uint8Array }[];
}

/** Loads the network with its samples. */
export async function int16x8(): Promise<Int16x8> {
  const [inputs] = await loadArrays(INT16X8.inputs);
  const [outputs] = await loadArrays(path('outputs.npy'));
  const sample = ({ data, shape }: NonNullable<typeof inputs>, k: number) => {
    const size = data.length / shape[0]!;
    return bytesOf(data.subarray(k * size, (k + 1) * size));
  };
  const samples = Array.from({ length: inputs!.shape[0]! }, (_, k) => ({
    input: sample(inputs!, k),
    output: sample(outputs!, k),
  }));
  return { model: readFileSync(INT16X8.model), samples };
}
