/** Operators of which a file tells the name alone: Op.type says so. */
import type { Graph } from './graph.ts';

/** What stands before the operator's name in Op.type. */
export const CUSTOM_PREFIX = 'CUSTOM:';

/** The tensors that such operators read and write. */
export function customTensors(graph: Graph): ReadonlySet<number> {
  const custom = graph.ops.filter(({ type }) => type.startsWith(CUSTOM_PREFIX));
  return new Set(custom.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
}
