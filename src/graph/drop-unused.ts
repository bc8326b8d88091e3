/** Leaves out tensors that nothing reads or writes, such as constants that were stored in two types. */
import type { Graph } from './graph.ts';

/** The graph without its unused tensors; the others keep their order, and every index follows. The same if all are used. */
export function dropUnused(graph: Graph): Graph {
  const used = new Set([
    ...graph.inputs,
    ...graph.outputs,
    ...graph.ops.flatMap((op) => [...op.inputs, ...op.outputs, ...(op.intermediates ?? [])]),
  ]);
  if (graph.tensors.every((_tensor, index) => used.has(index))) return graph;
  const kept = graph.tensors.flatMap((tensor, index) => (used.has(index) ? [{ tensor, index }] : []));
  const places = new Map(kept.map(({ index }, place) => [index, place]));
  const move = (indices: readonly number[]): number[] => indices.map((index) => places.get(index) ?? -1);
  return {
    ...graph,
    tensors: kept.map(({ tensor }) => tensor),
    ops: graph.ops.map((op) => ({
      ...op,
      inputs: move(op.inputs),
      outputs: move(op.outputs),
      ...(op.intermediates && { intermediates: move(op.intermediates) }),
    })),
    inputs: move(graph.inputs),
    outputs: move(graph.outputs),
  };
}
