/** How messages call a tensor. */
import type { Graph } from './graph.ts';

/** Converters join the names of fused layers: no message gets better by more of it. */
const LONGEST = 80;

/** E.g. `tensor 12 ("dense/BiasAdd")`; the name is escaped and cut, for it is a stranger's string. */
export function labelTensor(index: number, name: string): string {
  const shown = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  return name === '' ? `tensor ${index}` : `tensor ${index} (${JSON.stringify(shown)})`;
}

/** The label of a graph's tensor. */
export function tensorLabel(graph: Pick<Graph, 'tensors'>, index: number): string {
  return labelTensor(index, graph.tensors[index]?.name ?? '');
}
