/** Some kinds of data can feed only one input. */
import { TflqError } from '../common/errors.ts';
import type { Graph } from '../graph/graph.ts';

/**
 * The index of a network's only input.
 *
 * @throws TflqError('data') where it has several
 */
export function requireOneInput(graph: Graph, where: string): number {
  if (graph.inputs.length === 1) return graph.inputs[0]!;
  throw new TflqError('data', `the model has ${graph.inputs.length} inputs, and this data is for one`, {
    where,
    hint: 'Save one array an input into a .npz file, by numpy.savez.',
  });
}
