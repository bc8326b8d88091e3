/** How many inputs an operator takes. */
import type { OpNode } from './op-node.ts';

/** Refuses fewer than `least` or more than `most` inputs; absent ones count. */
export function checkInputCount<A>(node: OpNode<A>, least: number, most: number): void {
  const count = node.op.inputs.length;
  if (count < least || count > most) {
    const between = most - least > 1 ? 'to' : 'or';
    const takes = least === most ? `${least}` : `${least} ${between} ${most}`;
    throw node.error(`has ${count} inputs; it takes ${takes}`);
  }
}
