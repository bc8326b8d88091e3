/**
 * Operators that put tensors beside each other along one dimension, or take one apart. Seen as [outer, along, inner],
 * the whole holds the parts one after the other along its middle dimension.
 */
import type { DType } from '../../graph/dtype.ts';
import { elementCount } from '../../graph/graph.ts';
import type { Move } from './move.ts';
import type { OpNode } from './op-node.ts';

/** What most of these operators move. */
export const JOINED_TYPES: readonly DType[] = ['int8', 'int16', 'int32', 'float32'];

/** The whole, and how long its parts are along the axis. */
export interface Parts {
  readonly shape: readonly number[];
  readonly axis: number;
  readonly lengths: readonly number[];
}

/** Where each part lies in the whole. */
function places({
  shape,
  axis,
  lengths,
}: Parts): { whole: number[]; part: number[]; start: number; extents: number[] }[] {
  const outer = elementCount(shape.slice(0, axis));
  const inner = elementCount(shape.slice(axis + 1));
  const row = shape[axis]! * inner;
  let start = 0;
  return lengths.map((length) => {
    const place = { extents: [outer, length * inner], whole: [row, 1], part: [length * inner, 1], start };
    start += length * inner;
    return place;
  });
}

/** The moves that join: input k is part k of output 0. */
export function joiningMoves(parts: Parts): Move[] {
  return places(parts).map(({ extents, whole, part, start }, k) => ({
    from: k,
    to: 0,
    extents,
    inputStrides: part,
    outputStrides: whole,
    outputStart: start,
  }));
}

/** The moves that take apart: output k is part k of input `from`. */
export function splittingMoves(parts: Parts, from: number): Move[] {
  return places(parts).map(({ extents, whole, part, start }, k) => ({
    from,
    to: k,
    extents,
    inputStrides: whole,
    outputStrides: part,
    inputStart: start,
  }));
}

/** A shape with another length along one dimension. */
export function withLength(shape: readonly number[], axis: number, length: number): number[] {
  return shape.map((dim, d) => (d === axis ? length : dim));
}

/** Refuses a count in the options that is not the count of tensors. */
export function checkPartCount<A>(
  node: OpNode<A>,
  given: number,
  tensors: readonly number[],
  what: string,
): void {
  if (given !== tensors.length)
    throw node.error(`has ${tensors.length} ${what}, and an option that says ${given}`);
}
