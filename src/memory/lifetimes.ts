/** When each activation of a network is in use. */
import { type Graph, isConstant, tensorAt } from '../graph/graph.ts';

/** The time during which a tensor's memory is its own: operations first..last. */
export interface Lifetime {
  first: number;
  last: number;
}

/**
 * When each activation is in use.
 *
 * Inputs are from 0 on, since all are written before the first operation runs; outputs are to the end, since they
 * are read after the last; state that outlives an inference is always. A result that nobody reads still takes its
 * place while it is computed.
 *
 * @returns the lifetimes by tensor index, in the order of the indices
 */
export function lifetimes(graph: Graph): ReadonlyMap<number, Lifetime> {
  const lives = new Map<number, Lifetime>();
  const touch = (index: number, op: number): void => {
    const tensor = index < 0 ? undefined : tensorAt(graph, index);
    if (tensor === undefined || isConstant(tensor)) return;
    const known = lives.get(index);
    if (known === undefined) lives.set(index, { first: op, last: op });
    else known.last = Math.max(known.last, op);
  };
  const end = graph.ops.length - 1;
  for (const index of graph.inputs) touch(index, 0);
  for (const [op, { inputs, outputs }] of graph.ops.entries()) {
    for (const index of [...inputs, ...outputs]) touch(index, op);
  }
  for (const index of graph.outputs) touch(index, end);
  for (const [index, life] of lives) {
    if (graph.tensors[index]?.isVariable) Object.assign(life, { first: 0, last: end });
  }
  return new Map([...lives].sort(([a], [b]) => a - b));
}
