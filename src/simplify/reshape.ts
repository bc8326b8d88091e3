/** Making RESHAPE. */
import type { Op } from '../graph/graph.ts';
import type { Editor } from './editor.ts';

/** An operation that gives a tensor's elements the shape of another tensor, which it writes. */
export function reshape(editor: Editor, from: number, to: number): Op {
  const { name, shape } = editor.tensor(to);
  const wanted = editor.add({
    name: `${name}/shape`,
    shape: [shape.length],
    dtype: 'int32',
    data: Int32Array.from(shape),
  });
  return { type: 'RESHAPE', inputs: [from, wanted], outputs: [to], attrs: { newShape: [] } };
}
