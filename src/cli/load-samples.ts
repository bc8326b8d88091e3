/** Data files on disk, matched to a network. */
import { checkLabelCount, loadArrays, loadLabels, matchSamples, type Samples } from '../data/index.ts';
import type { Graph } from '../graph/graph.ts';

/** Loads samples for a network's inputs. Errors as loadArrays and matchSamples. */
export async function loadSamples(path: string, graph: Graph): Promise<Samples> {
  return matchSamples(graph, await loadArrays(path), path);
}

/** Loads the labels of samples. Errors as loadLabels, and where their numbers differ. */
export async function loadLabelsOf(samples: Samples, path: string): Promise<Int32Array> {
  const labels = await loadLabels(path);
  checkLabelCount(labels, samples, path);
  return labels;
}
