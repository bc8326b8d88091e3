/** All that changes but the shape becomes one RESHAPE. */
import type { Graph } from '../../graph/graph.ts';
import { Editor } from '../editor.ts';
import { reshape } from '../reshape.ts';

/** The operation that reads what a chain of reshapings began with, where `id` is the end of one. */
function source(editor: Editor, id: number): number {
  const [input] = editor.op(id).inputs;
  const writer = editor.writer(input!);
  if (writer === undefined || !editor.algebra(writer).sameElements) return input!;
  const [before] = editor.op(writer).inputs;
  return editor.inherit(input!, before!) ? before! : input!;
}

/** Chains of reshapings become one, and EXPAND_DIMS and SQUEEZE become RESHAPE. */
export function normalizeReshapes(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    if (!editor.algebra(id).sameElements) continue;
    const op = editor.op(id);
    const from = source(editor, id);
    if (from === op.inputs[0] && op.type === 'RESHAPE') continue;
    editor.replace(id, reshape(editor, from, op.outputs[0]!));
  }
  return editor.finish();
}
