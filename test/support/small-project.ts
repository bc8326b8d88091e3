/** A complete project of a small real network: emitted, built and flashed as users do it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import type { LoadedSamples } from '../../src/data/index.ts';
import { type Manifest, renderProject, writeProject } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, QuantParams } from '../../src/graph/graph.ts';

/** Elements of the small network's input. */
export const SMALL_INPUT = 8;

/** Its classes. */
export const SMALL_CLASSES = 4;

const quant = (scale: number, zeroPoint: number): QuantParams => ({
  scale: [Math.fround(scale)],
  zeroPoint: [zeroPoint],
  axis: 0,
});

/** x [1, 8] → FULLY_CONNECTED → RELU → SOFTMAX. Outputs: the probabilities [1, 4], and what the RELU gave. */
export function smallGraph(): Graph {
  const weights = Int8Array.from({ length: SMALL_INPUT * SMALL_CLASSES }, (_, i) => ((i * 53) % 211) - 105);
  const bias = Int32Array.from({ length: SMALL_CLASSES }, (_, i) => 40 * i);
  const [input, weight, sum] = [quant(0.05, -4), quant(0.01, 0), quant(0.1, 3)];
  const biasScale = quant(input.scale[0]! * weight.scale[0]!, 0);
  return {
    name: 'main',
    tensors: [
      { name: 'x', shape: [1, SMALL_INPUT], dtype: 'int8', quant: input },
      { name: 'w', shape: [SMALL_CLASSES, SMALL_INPUT], dtype: 'int8', quant: weight, data: weights },
      { name: 'b', shape: [SMALL_CLASSES], dtype: 'int32', quant: biasScale, data: bias },
      { name: 'sums', shape: [1, SMALL_CLASSES], dtype: 'int8', quant: sum },
      { name: 'positive', shape: [1, SMALL_CLASSES], dtype: 'int8', quant: sum },
      { name: 'probabilities', shape: [1, SMALL_CLASSES], dtype: 'int8', quant: quant(1 / 256, -128) },
    ],
    ops: [
      {
        type: 'FULLY_CONNECTED',
        inputs: [0, 1, 2],
        outputs: [3],
        attrs: {
          activation: 'NONE',
          weightsFormat: 'DEFAULT',
          keepNumDims: false,
          asymmetricQuantizeInputs: false,
        },
      },
      { type: 'RELU', inputs: [3], outputs: [4], attrs: {} },
      { type: 'SOFTMAX', inputs: [4], outputs: [5], attrs: { beta: 1 } },
    ],
    inputs: [0],
    outputs: [5, 4],
  };
}

/** Real values from −6 to 6, the same for the same k. */
export function smallSamples(count: number): LoadedSamples {
  return {
    count,
    sample: (k) => [Float32Array.from({ length: SMALL_INPUT }, (_, i) => ((k * 31 + i * 17) % 121) / 10 - 6)],
  };
}

/** What a project is made of. */
export interface SmallProject {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** Writes the project of the small network for a board. */
export async function writeSmallProject(dir: string, boardId = 'host'): Promise<SmallProject> {
  const graph = smallGraph();
  const board = await findBoard(boardId);
  const project = await renderProject({
    graph,
    model: writeTflite(graph),
    name: 'small',
    board,
    runtime: 'c',
  });
  await writeProject(project, dir);
  return { dir, manifest: project.manifest };
}

/** Builds it and puts it into the emulated flash. */
export async function buildSmallProject({ dir, manifest }: SmallProject): Promise<void> {
  await buildProject(dir, manifest);
  await flashProject(dir, manifest);
}

/** Changes a file of the project. */
export function edit(dir: string, path: string, change: (text: string) => string): void {
  const file = join(dir, path);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${path}`);
  writeFileSync(file, after);
}
