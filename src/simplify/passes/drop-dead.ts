/** Dead code: operations whose results nothing uses, and tensors that are left over. */
import { dropUnused } from '../../graph/drop-unused.ts';
import type { Graph, Op } from '../../graph/graph.ts';
import { findOp } from '../../ops/index.ts';

/** True where an operation does more than compute its outputs, or may do so. */
function hasEffects(graph: Graph, op: Op): boolean {
  const def = findOp(op.type);
  if (def === undefined || op.outputs.length === 0 || def.state !== undefined) return true;
  return op.inputs.some((index) => graph.tensors[index]?.isVariable);
}

/** Drops them. Inputs of the network stay, used or not. */
export function dropDead(graph: Graph): Graph {
  const used = new Set(graph.outputs);
  const alive = graph.ops
    .toReversed()
    .filter((op) => {
      const isUsed = hasEffects(graph, op) || op.outputs.some((index) => used.has(index));
      if (isUsed) for (const index of op.inputs) used.add(index);
      return isUsed;
    })
    .toReversed();
  return dropUnused(alive.length === graph.ops.length ? graph : { ...graph, ops: alive });
}
