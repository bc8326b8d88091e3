/** First pass: which tensors share one scale, by the rules of the operators that tie them. */
import type { Graph } from '../../graph/graph.ts';
import { activationInputs, type OpRules, statesLikeOutput } from '../operator-rules.ts';
import { UnionFind } from '../union-find.ts';

/**
 * Groups the tensors: an operator whose outputs have their inputs' scale puts them and all its activation inputs
 * into one group, and so does state that has its output's scale. Chains of such operators give one group.
 */
export function shareScales(graph: Graph, rules: readonly OpRules[]): UnionFind {
  const groups = new UnionFind(graph.tensors.length);
  for (const rule of rules) {
    for (const state of statesLikeOutput(rule)) groups.union(rule.op.outputs[0]!, state);
    if (rule.output.as !== 'same-as-input') continue;
    const tied = [...activationInputs(rule), ...rule.op.outputs];
    for (const tensor of tied) groups.union(tied[0]!, tensor);
  }
  return groups;
}
