/** Model files on disk. */
import { readFile } from 'node:fs/promises';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import { readModel } from '../formats/index.ts';
import type { Graph } from '../graph/graph.ts';

/** A model with the bytes that it was read from. */
export interface LoadedModel {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly graph: Graph;
}

/**
 * Reads a model file.
 *
 * @throws TflqError('model') where it is missing, damaged, or of no known format
 */
export async function loadModel(path: string): Promise<LoadedModel> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new TflqError('model', `the model file ${whyUnreadable(cause)}`, {
      where: path,
      hint: 'Give the path of a model file, e.g. model.tflite.',
      cause,
    });
  }
  return { path, bytes, graph: readModel(bytes, path) };
}
