/** Elementwise operators of several inputs, with numpy's broadcasting. */
import { elementCount, type Tensor } from '../../graph/graph.ts';
import { checkInputCount } from './input-count.ts';
import { int32Field, type KernelField, tableField } from './kernel-call.ts';
import { rowMajorStrides, splitRows } from './loop-nest.ts';
import type { OpNode } from './op-node.ts';

/** TFLM's shapes hold that many dimensions. */
const MAX_RANK = 6;

/** Sizes are 32-bit numbers on the targets. */
const LARGEST = 2 ** 31 - 1;

/** A shape with 1s put before it, up to `rank` dimensions. */
function extend(shape: readonly number[], rank: number): number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}

/**
 * The shape of the result of an elementwise operation on the first inputs: dimensions are matched from the last one,
 * and a dimension of 1 (or an absent one) stretches to the other inputs'.
 *
 * @param count how many inputs there are
 * @throws TflqError where there are more or fewer inputs, two dimensions differ and neither is 1, one is 0, there are
 *   more than six of them, or the result is too large
 */
export function broadcastShape<A>(node: OpNode<A>, count = 2): number[] {
  checkInputCount(node, count, count);
  const shapes = Array.from({ length: count }, (_, i) => node.input(i).shape);
  if (shapes.some((shape) => shape.includes(0))) throw node.error('has an input without elements');
  const rank = Math.max(...shapes.map((shape) => shape.length));
  if (rank > MAX_RANK) throw node.error(`has an input of ${rank} dimensions; TFLM takes at most ${MAX_RANK}`);
  const wide = shapes.map((shape) => extend(shape, rank));
  const result = Array.from({ length: rank }, (_, d) => {
    const dims = wide.map((shape) => shape[d]!);
    const stretched = dims.find((dim) => dim !== 1) ?? 1;
    if (dims.some((dim) => dim !== 1 && dim !== stretched)) {
      const listed = shapes.map((shape) => `[${shape.join(', ')}]`);
      throw node.error(`cannot combine the shapes ${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}`);
    }
    return stretched;
  });
  if (elementCount(result) > LARGEST) {
    throw node.error(`has a result of shape [${result.join(', ')}], which is too large`);
  }
  return result;
}

/** True where two inputs of different shapes have more than four dimensions: some operators' versions tell. */
export function isWideBroadcast<A>(node: OpNode<A>): boolean {
  const [a, b] = [node.input(0).shape, node.input(1).shape];
  return Math.max(a.length, b.length) > 4 && (a.length !== b.length || a.some((dim, d) => dim !== b[d]));
}

/** Strides of an input as the output's loops walk over it: 0 where it is stretched. */
function stretchedStrides(input: Tensor, output: readonly number[]): number[] {
  const shape = extend(input.shape, output.length);
  return rowMajorStrides(shape).map((stride, d) => (shape[d] === 1 ? 0 : stride));
}

/** The fields that begin the parameters of every elementwise kernel of `count` inputs: see tflq_pair.h. */
export function broadcastFields<A>(node: OpNode<A>, count = 2): KernelField[] {
  const extents = broadcastShape(node, count);
  const inputs = Array.from({ length: count }, (_, i) => i);
  const { rows, outer, length, steps } = splitRows({
    extents,
    strides: [...inputs.map((i) => stretchedStrides(node.input(i), extents)), rowMajorStrides(extents)],
  });
  return [
    int32Field('rows', rows),
    int32Field('row_length', length),
    ...inputs.map((i) => int32Field(`input${i + 1}_step`, steps[i]!)),
    int32Field('rank', outer.extents.length),
    tableField('extents', outer.extents),
    ...inputs.map((i) => tableField(`input${i + 1}_strides`, outer.strides[i]!)),
  ];
}
