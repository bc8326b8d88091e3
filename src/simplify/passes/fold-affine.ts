/**
 * Factors and summands after an operation with weights, such as a batch normalization, move into its weights and its
 * bias: weights′ = weights × factor, bias′ = bias × factor, bias″ = bias′ + summand, each rounded to float32 as
 * TensorFlow's converter rounds.
 */
import { elementCount, type Graph, type Op } from '../../graph/graph.ts';
import { floatTensor, realConstant } from '../../graph/real-constant.ts';
import type { Affine, Linear } from '../../ops/support/algebra.ts';
import { affineOf, applied, isFactor, scaledLearned } from '../affine.ts';
import { perChannel } from '../constants.ts';
import { Editor } from '../editor.ts';

/** An operation with constant weights, and perhaps a constant bias. */
interface Weighted {
  readonly id: number;
  readonly linear: Linear;
  readonly channels: number;
}

function weighted(editor: Editor, id: number): Weighted | undefined {
  const node = editor.node(id);
  const linear = editor.algebra(id).linear?.(node);
  const { activation = 'NONE' } = node.op.attrs;
  if (linear === undefined || activation !== 'NONE' || node.output().dtype !== 'float32') return undefined;
  const weights = node.optionalInput(linear.weights);
  if (weights === undefined || realConstant(weights) === undefined) return undefined;
  const bias = linear.bias === null ? undefined : node.optionalInput(linear.bias);
  if (bias !== undefined && realConstant(bias) === undefined) return undefined;
  return { id, linear, channels: weights.shape[linear.outputAxis]! };
}

/** The weights after a factor for each output channel; their new index. */
function scaledWeights(
  editor: Editor,
  { id, linear }: Weighted,
  operation: Affine['operation'],
  constants: Float32Array,
): number {
  const { name, shape, ...tensor } = editor.tensor(editor.op(id).inputs[linear.weights]!);
  const { values, learned } = realConstant({ name, shape, ...tensor })!;
  const inner = elementCount(shape.slice(linear.outputAxis + 1));
  const channelOf = (k: number): number => Math.floor(k / inner) % constants.length;
  const scaled = values.map((value, k) => applied(operation, value, constants[channelOf(k)]!));
  const factors = Array.from(constants, (one) => (operation === 'divide' ? 1 / one : one));
  const grid = learned && scaledLearned(learned, linear.outputAxis, channelOf, factors);
  return editor.add(floatTensor(name, shape, { values: scaled, ...(grid && { learned: grid }) }));
}

/** The bias after an operation; its new index, or −1 where there is none still. */
function changedBias(
  editor: Editor,
  { id, linear, channels }: Weighted,
  operation: Affine['operation'],
  constants: Float32Array,
  name: string,
): number {
  const op = editor.op(id);
  const index = linear.bias === null ? -1 : (op.inputs[linear.bias] ?? -1);
  if (index < 0 && isFactor(operation)) return -1;
  const values = index < 0 ? new Float32Array(channels) : realConstant(editor.tensor(index))!.values;
  const changed = values.map((value, c) => applied(operation, value, constants[c]!));
  return editor.add(
    floatTensor(index < 0 ? name : editor.tensor(index).name, [channels], { values: changed }),
  );
}

/** The inputs with another one at a place, which may lie behind those that are there. */
function withInput(op: Op, place: number, index: number): number[] {
  const inputs = [...op.inputs];
  while (inputs.length <= place) inputs.push(-1);
  inputs[place] = index;
  return inputs;
}

/** Folds the only reader of an operation's output into the operation, if it is a factor or a summand. */
function foldNext(editor: Editor, target: Weighted): boolean {
  const { id, linear, channels } = target;
  const op = editor.op(id);
  const [output] = op.outputs;
  if (!editor.isPassing(output!)) return false;
  const [next] = editor.readers(output!);
  const affine = affineOf(editor, next!);
  if (affine === undefined) return false;
  const after = editor.op(next!);
  const constant = editor.tensor(after.inputs[affine.constant]!);
  const constants = perChannel(constant, channels);
  if (constants === undefined || editor.tensor(output!).shape.at(-1) !== channels) return false;
  const { operation } = affine;
  if (linear.bias === null && !isFactor(operation)) return false;
  const { activation = 'NONE' } = after.attrs;
  if (activation !== 'NONE' && !editor.algebra(id).fusesActivation) return false;

  let inputs = op.inputs;
  if (isFactor(operation)) {
    inputs = withInput(op, linear.weights, scaledWeights(editor, target, operation, constants));
  }
  const bias = changedBias(editor, target, operation, constants, constant.name);
  if (bias >= 0) inputs = withInput({ ...op, inputs }, linear.bias!, bias);
  editor.remove(next!);
  const attrs = 'activation' in op.attrs ? { ...op.attrs, activation } : op.attrs;
  editor.replace(id, { ...op, inputs, outputs: after.outputs, attrs });
  return true;
}

/** Folds whatever follows operations with weights, as far as it goes. */
export function foldAffine(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    for (let target = weighted(editor, id); target && foldNext(editor, target); )
      target = weighted(editor, id);
  }
  return editor.finish();
}
