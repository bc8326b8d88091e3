/** First pass: which tensors share one scale, by the rules of the operators that tie them. */
import type { Graph, QuantParams } from '../../graph/graph.ts';
import { activationInputs, type OpRules, statesLikeOutput } from '../operator-rules.ts';
import { sameParameters } from '../parameters.ts';
import { UnionFind } from '../union-find.ts';

/**
 * Groups the tensors: an operator whose outputs have their inputs' scale puts them and all its activation inputs
 * into one group, and so does state that has its output's scale. Chains of such operators give one group. An input
 * for which other parameters are given than for the output stays outside; the operator reads a copy of it.
 *
 * @param given parameters that are given for activations, by tensor index
 */
export function shareScales(
  graph: Graph,
  rules: readonly OpRules[],
  given: ReadonlyMap<number, QuantParams>,
): UnionFind {
  const groups = new UnionFind(graph.tensors.length);
  for (const rule of rules) {
    const [output] = rule.results;
    for (const state of statesLikeOutput(rule)) groups.union(output!, state);
    if (rule.output.as !== 'same-as-input') continue;
    for (const other of rule.results) groups.union(output!, other);
    const wanted = given.get(output!);
    for (const input of activationInputs(rule)) {
      const own = given.get(input);
      if (wanted === undefined || own === undefined || sameParameters(own, wanted))
        groups.union(output!, input);
    }
  }
  return groups;
}
