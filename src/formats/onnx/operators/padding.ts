/** Pad: a border of a constant, or of what the input mirrors. */
import { unmixed } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import type { Activation } from '../values.ts';
import { cut } from './cutting.ts';

/** Elements before and after each of ONNX's dimensions; negative ones are cut off. */
function padsOf(node: NodeImport, rank: number): [number, number][] {
  const pads = node.integers('pads', 1);
  if (pads === undefined) throw node.error('has no pads');
  const axes =
    node.numbers(3, 'axes')?.map((axis) => node.axis(axis, rank)) ??
    Array.from({ length: rank }, (_, d) => d);
  if (
    pads.length !== 2 * axes.length ||
    pads.some((pad) => !Number.isInteger(pad) || Math.abs(pad) > 2 ** 24)
  ) {
    throw node.error(`has the pads ${pads.slice(0, 16).join(', ')} for ${axes.length} dimensions`);
  }
  const result = Array.from({ length: rank }, (): [number, number] => [0, 0]);
  axes.forEach((axis, i) => {
    result[axis] = [pads[i]!, pads[i + axes.length]!];
  });
  return result;
}

/** The operator for a mode: PAD or PADV2 for a constant, MIRROR_PAD for what the input itself mirrors. */
function padded(node: NodeImport, tensor: number, paddings: number, edgeOnly: boolean): number {
  const mode = node.attributes.text('mode', 'constant');
  if (mode === 'reflect') return node.op('MIRROR_PAD', [tensor, paddings], { mode: 'REFLECT' });
  if (mode === 'edge' && edgeOnly) return node.op('MIRROR_PAD', [tensor, paddings], { mode: 'SYMMETRIC' });
  if (mode !== 'constant') {
    throw node.error(`pads in the mode ${JSON.stringify(mode)}`, 'Use constant or reflected padding.');
  }
  const value = node.scalar(2, 'a value') ?? node.attributes.float('value', 0);
  if (value === 0) return node.op('PAD', [tensor, paddings]);
  return node.op('PADV2', [tensor, paddings, node.reals([value], [], 'value')]);
}

const pad: Convert = (node): Activation => {
  const given = node.activation(0);
  const all = padsOf(node, given.shape.length);
  const shorter = cut(
    node,
    given,
    given.shape.map((dim, d) => {
      const [before, after] = all[d]!.map((count) => Math.min(0, count)) as [number, number];
      return { begin: -before, count: Math.max(0, dim + before + after), step: 1 };
    }),
  );
  const pads = all.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const);
  if (pads.every(([before, after]) => before === 0 && after === 0)) return shorter;
  const value = unmixed(node, shorter);
  const laid = value.order.flatMap((d) => [...pads[d]!]);
  const paddings = node.builder.integers(`${node.name}/pads`, laid, [laid.length / 2, 2]);
  const tensor = padded(node, value.tensor, paddings, Math.max(...laid) <= 1);
  return {
    kind: 'activation',
    tensor,
    shape: value.shape.map((dim, d) => dim + pads[d]![0] + pads[d]![1]),
    order: value.order,
  };
};

export const paddings: Operators = { Pad: pad };
