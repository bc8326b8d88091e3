/** Operators that make one element of many, along some dimensions: MEAN, SUM, REDUCE_MAX and their like. */
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelField, tableField } from './kernel-call.ts';
import { type LoopNest, mergeLoops, rowMajorStrides, splitRows } from './loop-nest.ts';
import type { OpNode } from './op-node.ts';
import type { OptionsTable } from './options-table.ts';

/** Bytes of TFLM's OpDataReduce on a 32-bit target. */
const DATA_BYTES = 44;

/** The options of all of them. */
export interface ReduceAttrs {
  /** Whether the dimensions stay in the output, with 1 element each. */
  readonly keepDims: boolean;
}

/** ReducerOptions of the schema. */
export const REDUCE_OPTIONS: OptionsTable<ReduceAttrs> = {
  union: 27,
  fields: { keepDims: { slot: 0, type: 'bool', default: false } },
};

/**
 * The dimensions that input 1 names: each once, counted from 0, in ascending order.
 *
 * @throws TflqError where it is no int32 constant, or names a dimension that input 0 does not have
 */
export function reducedAxes<A>(node: OpNode<A>): number[] {
  const rank = node.input(0).shape.length;
  if (node.input(1).dtype !== 'int32') throw node.error(`has axes of type ${node.input(1).dtype}, not int32`);
  const resolved = node.constantInput(1).map((axis) => {
    if (axis < -rank || axis >= rank) throw node.error(`works along axis ${axis} of ${rank} dimensions`);
    return axis < 0 ? axis + rank : axis;
  });
  return [...new Set(resolved)].sort((a, b) => a - b);
}

/** The output's shape. */
export function reducedShape(node: OpNode<ReduceAttrs>): (readonly number[])[] {
  const over = reducedAxes(node);
  const { shape } = node.input(0);
  if (node.attrs.keepDims) return [shape.map((dim, d) => (over.includes(d) ? 1 : dim))];
  return [shape.filter((_dim, d) => !over.includes(d))];
}

/** Elements of the input that make one of the output. */
export function reducedCount<A>(node: OpNode<A>): number {
  return elementCount(reducedAxes(node).map((axis) => node.input(0).shape[axis]!));
}

/** The loops over the dimensions for which `reduced` holds or does not. */
function loops<A>(node: OpNode<A>, reduced: boolean): LoopNest {
  const { shape } = node.input(0);
  const over = reducedAxes(node);
  const dims = shape.map((_dim, d) => d).filter((d) => over.includes(d) === reduced);
  const strides = rowMajorStrides(shape);
  return { extents: dims.map((d) => shape[d]!), strides: [dims.map((d) => strides[d]!)] };
}

/** The fields that begin the parameters of every reducing kernel: see tflq_reduce.h. */
export function reduceFields<A>(node: OpNode<A>): KernelField[] {
  const kept = mergeLoops(loops(node, false));
  const reduced = splitRows(loops(node, true));
  return [
    int32Field('outputs', elementCount(kept.extents)),
    int32Field('kept_rank', Math.max(1, kept.extents.length)),
    tableField('kept_extents', kept.extents.length > 0 ? kept.extents : [1]),
    tableField('kept_strides', kept.extents.length > 0 ? kept.strides[0]! : [0]),
    int32Field('rows', reduced.rows),
    int32Field('row_length', reduced.length),
    int32Field('row_step', reduced.steps[0]!),
    int32Field('rank', reduced.outer.extents.length),
    tableField('extents', reduced.outer.extents),
    tableField('strides', reduced.outer.strides[0]!),
  ];
}

/**
 * What TFLM's reductions keep in its arena: their data, a counter for each dimension, the axes, and where they need
 * them, sums of 32 bits.
 */
export function reduceBuffers<A>(node: OpNode<A>, sums: boolean): { data: number; scratch: number[] } {
  const lists = [node.input(0).shape.length, elementCount(node.input(1).shape)];
  const words = sums ? [elementCount(node.output().shape), ...lists] : lists;
  return { data: DATA_BYTES, scratch: words.map((count) => 4 * count) };
}
