/**
 * Factors and summands in a row become one of each: (x × a) × b = x × ab, (x + a) + b = x + (a + b), and
 * ((x × a) + b) × c = x × ac + bc.
 */
import { elementCount, type Graph, type Op, type Tensor } from '../../graph/graph.ts';
import { floatTensor } from '../../graph/real-constant.ts';
import type { Affine } from '../../ops/support/algebra.ts';
import { affineOf } from '../affine.ts';
import { Editor } from '../editor.ts';

/** An operation x ∘ c. */
interface Step {
  readonly id: number;
  readonly op: Op;
  readonly affine: Affine;
  readonly constant: Tensor;
}

function stepAt(editor: Editor, id: number | undefined): Step | undefined {
  const affine = id === undefined ? undefined : affineOf(editor, id);
  if (id === undefined || affine === undefined || affine.operation === 'divide') return undefined;
  const op = editor.op(id);
  return { id, op, affine, constant: editor.tensor(op.inputs[affine.constant]!) };
}

/** The step before, where it does nothing but prepare this one. */
function stepBefore(editor: Editor, { op, affine }: Step): Step | undefined {
  const input = op.inputs[affine.input]!;
  if (!editor.isPassing(input)) return undefined;
  const step = stepAt(editor, editor.writer(input));
  return (step?.op.attrs.activation ?? 'NONE') === 'NONE' ? step : undefined;
}

/** One constant of two, where they have one shape or one of them is a single number. */
function combined(a: Tensor, b: Tensor, join: (a: number, b: number) => number): Tensor | undefined {
  const [one, other] = [a.data as Float32Array, b.data as Float32Array];
  const { name } = b;
  if (String(a.shape) === String(b.shape)) {
    return floatTensor(name, a.shape, { values: one.map((value, i) => join(value, other[i]!)) });
  }
  if (elementCount(b.shape) === 1 && a.shape.length >= b.shape.length) {
    return floatTensor(name, a.shape, { values: one.map((value) => join(value, other[0]!)) });
  }
  if (elementCount(a.shape) === 1 && b.shape.length >= a.shape.length) {
    return floatTensor(name, b.shape, { values: other.map((value) => join(one[0]!, value)) });
  }
  return undefined;
}

function withConstant(editor: Editor, { op, affine }: Step, constant: Tensor): Op {
  const index = editor.add(constant);
  return { ...op, inputs: op.inputs.map((input, i) => (i === affine.constant ? index : input)) };
}

/** What a summand adds in all: subtraction counts as adding the opposite. */
function sign({ affine }: Step): number {
  return affine.operation === 'subtract' ? -1 : 1;
}

/** Two factors, or two summands: the second takes over what the first does. */
function mergeAlike(editor: Editor, first: Step, second: Step): boolean {
  const isFactor = second.affine.operation === 'multiply';
  const sameSign = sign(first) * sign(second);
  const constant = combined(first.constant, second.constant, (a, b) => (isFactor ? a * b : sameSign * a + b));
  if (constant === undefined) return false;
  const op = withConstant(editor, second, constant);
  const inputs = op.inputs.map((input, i) =>
    i === second.affine.input ? first.op.inputs[first.affine.input]! : input,
  );
  editor.remove(first.id);
  editor.replace(second.id, { ...op, inputs });
  return true;
}

/** A factor, a summand, a factor: the last one goes into both before it. */
function mergeLast(editor: Editor, first: Step, summand: Step, last: Step): boolean {
  const times = (a: number, b: number): number => a * b;
  const factor = combined(first.constant, last.constant, times);
  const offset = combined(summand.constant, last.constant, times);
  if (factor === undefined || offset === undefined) return false;
  editor.remove(last.id);
  editor.replace(first.id, withConstant(editor, first, factor));
  const { attrs, ...op } = withConstant(editor, summand, offset);
  const { activation } = last.op.attrs;
  editor.replace(summand.id, { ...op, outputs: last.op.outputs, attrs: { ...attrs, activation } });
  return true;
}

function merge(editor: Editor, id: number): boolean {
  const last = stepAt(editor, id);
  const before = last && stepBefore(editor, last);
  if (last === undefined || before === undefined) return false;
  const lastIsFactor = last.affine.operation === 'multiply';
  if (lastIsFactor === (before.affine.operation === 'multiply')) return mergeAlike(editor, before, last);
  if (!lastIsFactor) return false;
  const first = stepBefore(editor, before);
  return first?.affine.operation === 'multiply' && mergeLast(editor, first, before, last);
}

/** Merges them. */
export function mergeAffine(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) merge(editor, id);
  return editor.finish();
}
