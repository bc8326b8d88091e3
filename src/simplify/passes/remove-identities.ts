/** Operations that give what they are given: a factor of 1, a summand of 0, the shape that is there already. */
import type { Graph } from '../../graph/graph.ts';
import type { Affine } from '../../ops/support/algebra.ts';
import { Editor } from '../editor.ts';

/** What leaves a number as it is. */
const NEUTRAL: Readonly<Record<Affine['operation'], number>> = {
  multiply: 1,
  divide: 1,
  add: 0,
  subtract: 0,
};

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, d) => dim === b[d]);
}

/** The input that an operation gives again, as far as its numbers tell. */
function givenAgain(editor: Editor, id: number): number | undefined {
  const node = editor.node(id);
  const algebra = editor.algebra(id);
  const affine = algebra.affine?.(node);
  if (affine !== undefined) {
    const { activation = 'NONE' } = node.op.attrs;
    const { dtype, data } = node.input(affine.constant);
    const isNeutral =
      dtype === 'float32' && (data as Float32Array).every((one) => one === NEUTRAL[affine.operation]);
    return isNeutral && activation === 'NONE' ? node.inputIndex(affine.input) : undefined;
  }
  const isIdentity =
    algebra.sameElements === true ||
    algebra.isIdentity?.(node) === true ||
    algebra.permutation?.(node).every((dim, d) => dim === d) ||
    algebra.zeroPadding?.(node).every(([before, after]) => before === 0 && after === 0);
  return isIdentity ? node.inputIndex(0) : undefined;
}

/** Leaves them out. */
export function removeIdentities(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    const from = givenAgain(editor, id);
    if (from === undefined) continue;
    const input = editor.tensor(from);
    const output = editor.tensor(editor.op(id).outputs[0]!);
    if (input.dtype === output.dtype && sameShape(input.shape, output.shape)) editor.bypass(id, from);
  }
  return editor.finish();
}
