/** A PAD before a window that moves without padding becomes the window's own, where that is just the same. */
import type { Graph, Op } from '../../graph/graph.ts';
import { Editor } from '../editor.ts';

type Amounts = readonly (readonly [before: number, after: number])[];

/** The zeros around height and width, where there are none elsewhere. */
function spatial(padding: Amounts): Amounts | undefined {
  const [batch, height, width, depth] = padding;
  if (padding.length !== 4 || [...batch!, ...depth!].some((amount) => amount > 0)) return undefined;
  return [height!, width!];
}

/**
 * The operation with padding of its own on the unpadded input, where it computes the same: as many windows, the first
 * of them at the same place.
 */
function padded(editor: Editor, id: number, from: number, padding: Amounts): Op | undefined {
  const { window } = editor.algebra(id);
  const node = editor.node(id);
  const amounts = spatial(padding);
  if (window === undefined || amounts === undefined || node.op.attrs.padding !== 'VALID') return undefined;
  const without = window(node);
  const inputs = node.op.inputs.map((index, i) => (i === 0 ? from : index));
  const op = { ...node.op, inputs, attrs: { ...node.op.attrs, padding: 'SAME' } };
  const { height, width } = window(editor.nodeOf(op, id));
  const same = height.output === without.height.output && width.output === without.width.output;
  return same && height.before === amounts[0]![0] && width.before === amounts[1]![0] ? op : undefined;
}

/** Folds PADs into the operations that read them. */
export function foldPadding(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    if (editor.algebra(id).window === undefined) continue;
    const [input] = editor.op(id).inputs;
    const writer = editor.writer(input!);
    const padding = writer === undefined ? undefined : editor.algebra(writer).zeroPadding;
    if (writer === undefined || padding === undefined) continue;
    const [from] = editor.op(writer).inputs;
    const op = padded(editor, id, from!, padding(editor.node(writer)));
    if (op !== undefined && editor.inherit(input!, from!)) editor.replace(id, op);
  }
  return editor.finish();
}
