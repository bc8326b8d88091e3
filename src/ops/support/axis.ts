/** Axes: numbers of dimensions, where a negative one counts from the last. */
import type { OpNode } from './op-node.ts';

/** The dimension that an axis names, counted from 0; a TflqError where there is none. */
export function resolveAxis<A>(node: OpNode<A>, axis: number, rank: number): number {
  if (!(axis >= -rank && axis < rank)) {
    throw node.error(`works along axis ${axis}, where there are ${rank} dimensions`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** The axis that the constant input `i` holds, an int32 scalar or a single number. */
export function axisInput<A>(node: OpNode<A>, i: number, rank: number): number {
  const values = int32Input(node, i, 'axis');
  if (values.length !== 1) throw node.error(`has ${values.length} numbers for its axis`);
  return resolveAxis(node, values[0]!, rank);
}

/** The numbers of the constant input `i`, which must be int32. */
export function int32Input<A>(node: OpNode<A>, i: number, what: string): number[] {
  const { dtype } = node.input(i);
  if (dtype !== 'int32') throw node.error(`has its ${what} as ${dtype}; it needs int32`);
  return node.constantInput(i);
}
