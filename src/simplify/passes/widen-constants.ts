/** Constants that are stored as float16 or as integers, and widened by an operation, become real numbers at once. */
import type { Graph } from '../../graph/graph.ts';
import { floatTensor, realConstant } from '../../graph/real-constant.ts';
import { Editor } from '../editor.ts';

/** Leaves the widening operations out; the integers remain known as `learned`. */
export function widenConstants(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    if (!editor.algebra(id).converts) continue;
    const { inputs, outputs } = editor.op(id);
    const constant = realConstant(editor.tensor(inputs[0]!));
    const { name, shape, dtype } = editor.tensor(outputs[0]!);
    if (constant === undefined || dtype !== 'float32' || editor.isOutput(outputs[0]!)) continue;
    editor.remove(id);
    editor.setTensor(outputs[0]!, floatTensor(name, shape, constant));
  }
  return editor.finish();
}
