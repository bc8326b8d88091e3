/** The network of a project, as its model file has it. */
import { join } from 'node:path';
import type { Manifest } from '../emit/index.ts';
import type { Graph } from '../graph/graph.ts';
import { loadModel } from './load-model.ts';

/** Reads a project's quantized model. Whether it is still the manifest's, validateProject checks. */
export async function projectNetwork(dir: string, manifest: Manifest): Promise<Graph> {
  return (await loadModel(join(dir, manifest.model.file))).graph;
}
