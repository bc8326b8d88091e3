import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../../src/common/errors.ts';
import { onnx } from '../../../src/formats/onnx/index.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { validateGraph } from '../../../src/graph/validate.ts';
import { randomNumbers } from '../../support/random.ts';

const GOLDENS = fileURLToPath(new URL('../goldens/onnx', import.meta.url));
const FILES = readdirSync(GOLDENS).map(
  (name) => new Uint8Array(readFileSync(`${GOLDENS}/${name}/model.onnx`)),
);

/** Reads a file that may be damaged: a sound graph or one error of ours comes out, nothing else. */
async function survives(bytes: Uint8Array): Promise<void> {
  onnx.recognizes(bytes);
  try {
    validateGraph(await readOnnx(bytes, 'damaged.onnx', {}));
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    expect(error.kind).toBe('model');
    expect(error.where).toBe('damaged.onnx');
  }
}

describe('damaged files end in an error or in a graph that is whole', () => {
  it('recognizes all of them while they are sound', () => {
    expect(FILES.length).toBeGreaterThan(20);
    for (const bytes of FILES) expect(onnx.recognizes(bytes)).toBe(true);
    expect(onnx.recognizes(new Uint8Array())).toBe(false);
  });

  it('cut off', async () => {
    for (const bytes of FILES) {
      for (let part = 1; part < 12; part++) await survives(bytes.subarray(0, (bytes.length * part) / 12));
    }
  });

  it('bytes changed at random', async () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 600; round++) {
      const bytes = FILES[round % FILES.length]!.slice();
      for (let k = 0; k <= random() * 6; k++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      await survives(bytes);
    }
  });
});
