/** What calibration has to find, and what is given. */
import { type Graph, isConstant } from '../graph/graph.ts';
import { widenConstants } from '../graph/widen-constants.ts';
import { readRules } from './operator-rules.ts';
import { tensorsWithoutRange } from './passes/choose-activations.ts';

/**
 * The tensors whose range samples have to tell: all activations, but for those whose quantization is given, fixed by
 * the specification, or follows from that of others. Where there are none, quantizeGraph needs no calibration.
 *
 * @param graph a float network
 * @throws TflqError('model') where the network cannot be quantized
 */
export function missingRanges(graph: Graph): number[] {
  const float = widenConstants(graph);
  return tensorsWithoutRange(float, readRules(float), new Map());
}

/** True where the quantization of any activation is given. */
export function hasLearned(graph: Graph): boolean {
  return graph.tensors.some((tensor) => tensor.learned !== undefined && !isConstant(tensor));
}
