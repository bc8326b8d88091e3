/**
 * Factors and summands before an operation with weights, such as the scaling of inputs, move into it: a factor into
 * the weights, a summand into the bias. A summand does not where zeros stand around the data, for it is not added to
 * them.
 */
import { elementCount, type Graph, type Op } from '../../graph/graph.ts';
import { floatTensor, type RealConstant, realConstant } from '../../graph/real-constant.ts';
import type { Affine, Linear } from '../../ops/support/algebra.ts';
import { affineOf, applied, isFactor, scaledLearned } from '../affine.ts';
import { perChannel } from '../constants.ts';
import { Editor } from '../editor.ts';

/** Where weight `k` lies along a dimension. */
function place(shape: readonly number[], axis: number): (k: number) => number {
  const inner = elementCount(shape.slice(axis + 1));
  return (k) => Math.floor(k / inner) % shape[axis]!;
}

/** The channel of the data that weight `k` is multiplied with. */
function inputChannel(
  shape: readonly number[],
  { axis, neighbours }: NonNullable<Linear['inputAxis']>,
): (k: number) => number {
  const along = place(shape, axis);
  return (k) => Math.floor(along(k) / neighbours);
}

/** An operation with weights whose data come from a factor or a summand. */
interface Found {
  readonly id: number;
  readonly op: Op;
  readonly linear: Linear;
  readonly before: Op;
  readonly affine: Affine;
  /** One for each channel of the data. */
  readonly constants: Float32Array;
  readonly weights: RealConstant;
  readonly shape: readonly number[];
}

function find(editor: Editor, id: number): Found | undefined {
  const node = editor.node(id);
  const linear = editor.algebra(id).linear?.(node);
  if (linear === undefined || linear.inputAxis === null || node.output().dtype !== 'float32')
    return undefined;
  const weightsTensor = node.optionalInput(linear.weights);
  const weights = weightsTensor && realConstant(weightsTensor);
  const data = node.inputIndex(linear.data);
  if (weights === undefined || data < 0 || !editor.isPassing(data)) return undefined;
  const writer = editor.writer(data)!;
  const affine = affineOf(editor, writer);
  const before = editor.op(writer);
  const { activation = 'NONE' } = before.attrs;
  if (affine === undefined || activation !== 'NONE') return undefined;
  const channels = editor.tensor(data).shape.at(-1);
  const constants = channels && perChannel(editor.tensor(before.inputs[affine.constant]!), channels);
  if (!constants) return undefined;
  return { id, op: node.op, linear, before, affine, constants, weights, shape: weightsTensor!.shape };
}

/** The inputs of the operation after a factor went into its weights. */
function withFactor(editor: Editor, found: Found): number[] {
  const { op, linear, affine, constants, weights, shape } = found;
  const channelOf = inputChannel(shape, linear.inputAxis!);
  const values = weights.values.map((value, k) => applied(affine.operation, value, constants[channelOf(k)]!));
  const isUniform = constants.every((one) => one === constants[0]);
  const factor = affine.operation === 'divide' ? 1 / constants[0]! : constants[0]!;
  const factors = new Array<number>(shape[linear.outputAxis]!).fill(factor);
  const outputChannel = place(shape, linear.outputAxis);
  const learned =
    isUniform && weights.learned
      ? scaledLearned(weights.learned, linear.outputAxis, outputChannel, factors)
      : undefined;
  const { name } = editor.tensor(op.inputs[linear.weights]!);
  const index = editor.add(floatTensor(name, shape, { values, ...(learned && { learned }) }));
  return op.inputs.map((input, i) => (i === linear.weights ? index : input));
}

/** The inputs of the operation after a summand went into its bias; undefined where it cannot. */
function withSummand(editor: Editor, found: Found): number[] | undefined {
  const { op, linear, affine, constants, weights, shape, before } = found;
  if (linear.pads || linear.bias === null) return undefined;
  const given = op.inputs[linear.bias] ?? -1;
  const bias = given < 0 ? undefined : realConstant(editor.tensor(given));
  if (given >= 0 && bias === undefined) return undefined;
  const channels = shape[linear.outputAxis]!;
  const sums = new Float64Array(channels);
  const [from, to] = [inputChannel(shape, linear.inputAxis!), place(shape, linear.outputAxis)];
  const sign = affine.operation === 'subtract' ? -1 : 1;
  weights.values.forEach((value, k) => {
    sums[to(k)]! += sign * value * constants[from(k)]!;
  });
  const values = Float32Array.from(sums, (sum, c) => sum + (bias?.values[c] ?? 0));
  const { name } = editor.tensor(given < 0 ? before.inputs[affine.constant]! : given);
  const inputs = [...op.inputs];
  while (inputs.length <= linear.bias) inputs.push(-1);
  inputs[linear.bias] = editor.add(floatTensor(name, [channels], { values }));
  return inputs;
}

/** Folds them. */
export function foldAffineBefore(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    for (let found = find(editor, id); found !== undefined; found = find(editor, id)) {
      const inputs = isFactor(found.affine.operation)
        ? withFactor(editor, found)
        : withSummand(editor, found);
      if (inputs === undefined) break;
      const data = editor.op(id).inputs[found.linear.data]!;
      inputs[found.linear.data] = found.before.inputs[found.affine.input]!;
      editor.replace(id, { ...found.op, inputs });
      editor.remove(editor.writer(data)!);
    }
  }
  return editor.finish();
}
