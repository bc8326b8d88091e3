/** The network that a project was made from: what the board is held against. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TflqError } from '../common/errors.ts';
import type { Manifest } from '../emit/manifest.ts';
import { sha256 } from '../emit/project.ts';
import { readTflite } from '../formats/tflite/index.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';

const AGAIN = 'Make the project again (tflq-micro gen), then build and flash it.';

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TflqError('project', "the project's model file cannot be read", {
      where: path,
      hint: AGAIN,
      cause,
    });
  }
}

function parse(bytes: Uint8Array, path: string): Graph {
  try {
    return readTflite(bytes, path);
  } catch (cause) {
    if (!(cause instanceof TflqError)) throw cause;
    throw new TflqError('project', `the project's model does not read: ${cause.message}`, {
      where: path,
      hint: AGAIN,
      cause,
    });
  }
}

/** Element types and shapes of inputs and outputs, and the operators: what later stages take from both. */
function facts(
  tensors: readonly { readonly dtype: string; readonly shape: readonly number[] }[],
  ops: readonly { readonly type: string }[],
): string {
  return JSON.stringify([tensors.map(({ dtype, shape }) => [dtype, shape]), ops.map(({ type }) => type)]);
}

/**
 * Reads the quantized network that a project keeps.
 *
 * @throws TflqError('project') where it is missing, damaged, or not the one that the manifest tells of
 */
export async function loadProjectModel(dir: string, manifest: Manifest): Promise<Graph> {
  const path = join(dir, manifest.model.file);
  const bytes = await readBytes(path);
  if (sha256(bytes) !== manifest.model.sha256) {
    throw new TflqError('project', "the project's model was edited since the project was made", {
      where: path,
      hint: `The firmware does not know of it. ${AGAIN}`,
    });
  }
  const graph = parse(bytes, path);
  const tensors = [...graph.inputs, ...graph.outputs].map((index) => tensorAt(graph, index));
  if (facts(tensors, graph.ops) !== facts([...manifest.inputs, ...manifest.outputs], manifest.ops)) {
    throw new TflqError('project', "the project's manifest does not tell of its model", {
      where: path,
      hint: `Was tflq.json edited? ${AGAIN}`,
    });
  }
  return graph;
}
