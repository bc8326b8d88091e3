/**
 * State that TFLM's kernels keep by themselves. Files know nothing of it; in a graph it is variable tensors like any other
 * state, inputs of their operator behind those of the file. They are the graph's last tensors, and the writer leaves them
 * out again.
 */
import type { Graph, Op, Tensor } from '../../graph/graph.ts';
import type { AnyOpDef } from './op-def.ts';
import { OpNode } from './op-node.ts';

/**
 * Gives the operators of a graph that was read their state.
 *
 * @param find an operator by its type
 */
export function addInnerState(graph: Graph, find: (type: string) => AnyOpDef | undefined): Graph {
  const tensors: Tensor[] = [...graph.tensors];
  const ops = graph.ops.map((op, k): Op => {
    const state = find(op.type)?.innerState?.(new OpNode(graph, op, k)) ?? [];
    const places = state.map((facts, i) => {
      const name = `state ${i} of operator ${k}`;
      return tensors.push({ name, ...facts, isVariable: true, isInner: true }) - 1;
    });
    return places.length === 0 ? op : { ...op, inputs: [...op.inputs, ...places] };
  });
  return tensors.length === graph.tensors.length ? graph : { ...graph, tensors, ops };
}
