/** Two transpositions in a row are one; one that moves but dimensions of 1 is a RESHAPE. */
import type { Graph } from '../../graph/graph.ts';
import { Editor } from '../editor.ts';
import { reshape } from '../reshape.ts';

/** Makes one transposition of an operation and the one before it. */
function join(editor: Editor, id: number): void {
  const op = editor.op(id);
  const [input] = op.inputs;
  const writer = editor.writer(input!);
  const first = writer === undefined ? undefined : editor.algebra(writer).permutation?.(editor.node(writer));
  if (first === undefined) return;
  const [from] = editor.op(writer!).inputs;
  if (!editor.inherit(input!, from!)) return;
  const both = editor.algebra(id).permutation!(editor.node(id)).map((dim) => first[dim]!);
  const { name } = editor.tensor(op.outputs[0]!);
  const order = editor.add({
    name: `${name}/order`,
    shape: [both.length],
    dtype: 'int32',
    data: Int32Array.from(both),
  });
  editor.replace(id, { ...op, inputs: [from!, order] });
}

/** True where the dimensions that are larger than 1 stay in their order. */
function movesNothing(order: readonly number[], shape: readonly number[]): boolean {
  const moved = order.filter((dim) => shape[dim] !== 1);
  return moved.every((dim, d) => d === 0 || dim > moved[d - 1]!);
}

/** Joins transpositions, which may make them identities. */
export function cancelTransposes(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    const { permutation } = editor.algebra(id);
    if (permutation === undefined) continue;
    join(editor, id);
    const node = editor.node(id);
    const { inputs, outputs } = node.op;
    if (movesNothing(permutation(node), node.input(0).shape)) {
      editor.replace(id, reshape(editor, inputs[0]!, outputs[0]!));
    }
  }
  return editor.finish();
}
