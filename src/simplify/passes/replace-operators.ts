/** Operators that would come out wrong in integers give way to others that compute the same. */
import type { Graph } from '../../graph/graph.ts';
import { Editor } from '../editor.ts';

/** Replaces them. */
export function replaceOperators(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    const ops = editor.algebra(id).instead?.(editor.node(id), (tensor) => editor.add(tensor)) ?? [];
    for (const op of ops.slice(0, -1)) editor.insertBefore(id, op);
    if (ops.length > 0) editor.replace(id, ops.at(-1)!);
  }
  return editor.finish();
}
