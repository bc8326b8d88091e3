/** Elementwise operators of two inputs, with numpy's broadcasting. */
import type { Tensor } from '../../graph/graph.ts';
import { int32Field, type KernelField, tableField } from './kernel-call.ts';
import { rowMajorStrides, splitRows } from './loop-nest.ts';
import type { OpNode } from './op-node.ts';

/** TFLM's shapes hold that many dimensions. */
const MAX_RANK = 6;

/** A shape with 1s put before it, up to `rank` dimensions. */
function extend(shape: readonly number[], rank: number): number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}

/**
 * The shape of the result of an elementwise operation on inputs 0 and 1: dimensions are matched from the last
 * one, and a dimension of 1 (or an absent one) stretches to the other input's.
 *
 * @throws TflqError where two dimensions differ and neither is 1, or there are more than six of them
 */
export function broadcastShape<A>(node: OpNode<A>): number[] {
  const a = node.input(0).shape;
  const b = node.input(1).shape;
  const rank = Math.max(a.length, b.length);
  if (rank > MAX_RANK) throw node.error(`has an input of ${rank} dimensions; TFLM takes at most ${MAX_RANK}`);
  const wideB = extend(b, rank);
  return extend(a, rank).map((dim, d) => {
    const other = wideB[d]!;
    if (dim !== other && dim !== 1 && other !== 1) {
      throw node.error(`cannot combine the shapes [${a.join(', ')}] and [${b.join(', ')}]`);
    }
    return dim === 1 ? other : dim;
  });
}

/** Strides of an input as the output's loops walk over it: 0 where it is stretched. */
function stretchedStrides(input: Tensor, output: readonly number[]): number[] {
  const shape = extend(input.shape, output.length);
  return rowMajorStrides(shape).map((stride, d) => (shape[d] === 1 ? 0 : stride));
}

/** The fields that begin the parameters of every elementwise kernel of two inputs: see tflq_walk.h. */
export function broadcastFields<A>(node: OpNode<A>): KernelField[] {
  const extents = broadcastShape(node);
  const strides = [0, 1].map((i) => stretchedStrides(node.input(i), extents));
  const { rows, outer, length, steps } = splitRows({
    extents,
    strides: [...strides, rowMajorStrides(extents)],
  });
  return [
    int32Field('rows', rows),
    int32Field('row_length', length),
    int32Field('input1_step', steps[0]!),
    int32Field('input2_step', steps[1]!),
    int32Field('rank', outer.extents.length),
    tableField('extents', outer.extents),
    tableField('input1_strides', outer.strides[0]!),
    tableField('input2_strides', outer.strides[1]!),
  ];
}
