/**
 * x × relu6(x + 3) / 6 in whichever pieces, as exporters without the operator write it, becomes one HARD_SWISH, whose
 * kernel rounds once. The sixth may stand before the product, in the clamped range, or behind the product.
 */
import type { Graph } from '../../graph/graph.ts';
import { type Activation, activationLimits } from '../../ops/support/activation.ts';
import { affineOf, applied } from '../affine.ts';
import { perChannel } from '../constants.ts';
import { Editor } from '../editor.ts';

const HARD_SWISH = 'HARD_SWISH';

/** Operations that a tensor is followed back through. */
const MOST_STEPS = 8;

/** How far constants may be from those of the function, relatively: exporters round a sixth. */
const TOLERANCE = 1e-4;

/** y = x × factor + summand, held within [min, max]. */
interface Piece {
  readonly factor: number;
  readonly summand: number;
  readonly min: number;
  readonly max: number;
}

const ITSELF: Piece = { factor: 1, summand: 0, min: -Infinity, max: Infinity };

/** A step: from the tensor before it to the one after it. */
type Step = (before: Piece) => Piece;

function clamp(min: number, max: number): Step {
  const held = (value: number): number => Math.min(max, Math.max(min, value));
  return (piece) => ({ ...piece, min: held(piece.min), max: held(piece.max) });
}

/** What an operation does by one number for all channels, and to which tensor; undefined for others. */
function stepOf(editor: Editor, id: number): { readonly input: number; readonly step: Step } | undefined {
  const node = editor.node(id);
  const held = editor.algebra(id).clamp?.(node);
  if (held !== undefined) return { input: node.inputIndex(held.input), step: clamp(held.min, held.max) };
  const affine = affineOf(editor, id);
  const limits = activationLimits((node.op.attrs.activation ?? 'NONE') as Activation);
  if (affine === undefined || limits === undefined) return undefined;
  const constant = perChannel(node.input(affine.constant), 1)?.[0];
  const { operation } = affine;
  const isFactor = operation === 'multiply' || operation === 'divide';
  if (constant === undefined || (isFactor && !(constant > 0))) return undefined;
  const after = (value: number): number => applied(operation, value, constant);
  const move: Step = ({ factor, summand, min, max }) => ({
    factor: isFactor ? after(factor) : factor,
    summand: after(summand),
    min: after(min),
    max: after(max),
  });
  return { input: node.inputIndex(affine.input), step: (piece) => clamp(...limits)(move(piece)) };
}

/** The tensors that a tensor is made of step by step, itself first, and how. */
function wayBack(editor: Editor, tensor: number): Map<number, Piece> {
  const found = new Map([[tensor, ITSELF]]);
  const steps: Step[] = [];
  for (let at = tensor; found.size <= MOST_STEPS; ) {
    const writer = editor.writer(at);
    const next = writer === undefined ? undefined : stepOf(editor, writer);
    // What lies between is gone afterwards, so no quantization may be given for it.
    if (next === undefined || editor.tensor(at).learned !== undefined) break;
    steps.unshift(next.step);
    at = next.input;
    found.set(
      at,
      steps.reduce((piece, step) => step(piece), ITSELF),
    );
  }
  return found;
}

function isNear(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));
}

/** k where linear × gate is k × the function. */
function timesFunction(linear: Piece, gate: Piece): number | undefined {
  const isLinear = linear.summand === 0 && linear.min === -Infinity && linear.max === Infinity;
  const height = gate.max;
  if (!isLinear || !(height > 0 && Number.isFinite(height)) || gate.min !== 0) return undefined;
  const isGate = isNear((gate.factor / height) * 6, 1) && isNear((gate.summand / height) * 2, 1);
  return isGate ? linear.factor * height : undefined;
}

/** The tensor x and the factor k where a product is k × the function of x. */
function match(editor: Editor, id: number): { readonly x: number; readonly k: number } | undefined {
  const [a = -1, b = -1] = editor.op(id).inputs;
  const shape = String(editor.node(id).output().shape);
  const [left, right] = [wayBack(editor, a), wayBack(editor, b)];
  for (const [x, one] of left) {
    const other = right.get(x);
    const tensor = editor.tensor(x);
    if (other === undefined || tensor.dtype !== 'float32' || String(tensor.shape) !== shape) continue;
    const k = timesFunction(one, other) ?? timesFunction(other, one);
    if (k !== undefined) return { x, k };
  }
  return undefined;
}

/** Puts the operator in the place of a product, or of the factor behind it. */
function join(editor: Editor, id: number): void {
  const op = editor.op(id);
  const found = (op.attrs.activation ?? 'NONE') === 'NONE' ? match(editor, id) : undefined;
  if (found === undefined) return;
  const [output] = op.outputs;
  if (isNear(found.k, 1)) {
    editor.replace(id, { type: HARD_SWISH, inputs: [found.x], outputs: op.outputs, attrs: {} });
    return;
  }
  if (!editor.isPassing(output!)) return;
  const next = editor.readers(output!)[0]!;
  const after = stepOf(editor, next)?.step({ ...ITSELF, factor: found.k });
  const isWhole = after !== undefined && isNear(after.factor, 1) && after.summand === 0;
  if (!isWhole || after.min !== -Infinity || after.max !== Infinity) return;
  editor.replace(next, { type: HARD_SWISH, inputs: [found.x], outputs: editor.op(next).outputs, attrs: {} });
}

/** Joins them; what they were made of is dead afterwards, unless something else reads it. */
export function joinHardSwish(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) if (editor.algebra(id).multiplies) join(editor, id);
  return editor.finish();
}
