/** Activations that the operation before them can do by itself. */
import type { Graph } from '../../graph/graph.ts';
import { type Activation, activationLimits, activationWithin } from '../../ops/support/activation.ts';
import { Editor } from '../editor.ts';

type Limits = readonly [min: number, max: number];

/** One range after another, as one range. */
function clampBoth([min, max]: Limits, [least, most]: Limits): Limits {
  const held = (value: number): number => Math.min(Math.max(value, least), most);
  return [held(min), held(max)];
}

/** The range that an operation clamps its input to, and that input; undefined where it does not clamp real numbers. */
function clampOf(editor: Editor, id: number): { input: number; limits: Limits } | undefined {
  const node = editor.node(id);
  const clamp = editor.algebra(id).clamp?.(node);
  if (clamp === undefined || node.output().dtype !== 'float32') return undefined;
  if (String(node.output().shape) !== String(node.input(clamp.input).shape)) return undefined;
  return { input: node.inputIndex(clamp.input), limits: [clamp.min, clamp.max] };
}

/** Fuses an operation that clamps, and clamping ones before it, into the first operation before them that can do it. */
function fuse(editor: Editor, id: number): void {
  const [output] = editor.op(id).outputs;
  const chain: number[] = [];
  let limits: Limits = [-Infinity, Infinity];
  for (let k: number | undefined = id; k !== undefined; ) {
    const clamp = clampOf(editor, k);
    if (clamp === undefined || !editor.isPassing(clamp.input)) return;
    chain.push(k);
    limits = clampBoth(clamp.limits, limits);
    const producer = editor.writer(clamp.input)!;
    const op = editor.op(producer);
    const own = editor.algebra(producer).fusesActivation
      ? activationLimits((op.attrs.activation ?? 'NONE') as Activation)
      : undefined;
    const activation = own && activationWithin(...clampBoth(own, limits));
    if (activation !== undefined) {
      for (const clamping of chain) editor.remove(clamping);
      editor.replace(producer, { ...op, outputs: [output!], attrs: { ...op.attrs, activation } });
      return;
    }
    k = producer;
  }
}

/** Fuses them, where nothing else reads what they are computed from. */
export function fuseActivations(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) if (editor.algebra(id).clamp !== undefined) fuse(editor, id);
  return editor.finish();
}
