/** Tensors one after the other, however many. */
import type { Attributes } from '../../graph/graph.ts';

/** TFLM takes so many at once. */
const AT_ONCE = 10;

/** CONCATENATION along a dimension, in several steps where there are many tensors; one alone is left as it is. */
export function concatenate(
  node: { op(type: string, inputs: readonly number[], attrs?: Attributes): number },
  tensors: readonly number[],
  axis: number,
): number {
  if (tensors.length === 1) return tensors[0]!;
  const groups: number[] = [];
  for (let k = 0; k < tensors.length; k += AT_ONCE) {
    const group = tensors.slice(k, k + AT_ONCE);
    groups.push(group.length === 1 ? group[0]! : node.op('CONCATENATION', group, { axis }));
  }
  return concatenate(node, groups, axis);
}
