/** Data files on disk, matched to a network. */
import { checkLabelCount, loadArrays, loadLabels, matchSamples, type Samples } from '../data/index.ts';
import type { Graph } from '../graph/graph.ts';

/** Loads samples for a network's inputs. Errors as loadArrays and matchSamples. */
export async function loadSamples(path: string, graph: Graph): Promise<Samples> {
  return matchSamples(graph, await loadArrays(path), path);
}

/** Loads samples with their labels, if there are any. Errors as loadSamples and loadLabels. */
export async function loadLabelled(
  path: string,
  labelsPath: string | undefined,
  graph: Graph,
): Promise<{ samples: Samples; labels: Int32Array | undefined }> {
  const samples = await loadSamples(path, graph);
  if (labelsPath === undefined) return { samples, labels: undefined };
  const labels = await loadLabels(labelsPath);
  checkLabelCount(labels, samples, labelsPath);
  return { samples, labels };
}
