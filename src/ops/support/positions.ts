/** Positions that choose among the elements of a tensor: constants, or int32 numbers that are known at run time only. */
import type { OpNode } from './op-node.ts';

/** Refuses positions that are no int32, and constant ones outside of 0 … choices − 1. */
export function checkPositions<A>(node: OpNode<A>, i: number, choices: number): void {
  const { dtype, data } = node.input(i);
  if (dtype !== 'int32') throw node.error(`has positions of type ${dtype}; it needs int32`);
  if (data === undefined) return;
  const bad = node.constantInput(i).find((position) => position < 0 || position >= choices);
  if (bad !== undefined) throw node.error(`chooses number ${bad} of ${choices} (counted from 0)`);
}

/** A position, held within 0 … choices − 1 as the kernels hold it. */
export function heldPosition(position: number, choices: number): number {
  return Math.min(choices - 1, Math.max(0, position));
}
