/** Cleaning up an imported network: passes, in a fixed order, until none finds anything more to do. */
import type { Graph } from '../graph/graph.ts';
import { describeScheme } from '../graph/scheme.ts';
import { validateGraph } from '../graph/validate.ts';
import { liftLearned } from './learned.ts';
import { cancelTransposes } from './passes/cancel-transposes.ts';
import { dropDead } from './passes/drop-dead.ts';
import { foldAffine } from './passes/fold-affine.ts';
import { foldAffineBefore } from './passes/fold-affine-before.ts';
import { foldConstants } from './passes/fold-constants.ts';
import { foldPadding } from './passes/fold-padding.ts';
import { fuseActivations } from './passes/fuse-activations.ts';
import { joinHardSwish } from './passes/join-hard-swish.ts';
import { mergeAffine } from './passes/merge-affine.ts';
import { normalizeReshapes } from './passes/normalize-reshapes.ts';
import { removeIdentities } from './passes/remove-identities.ts';
import { replaceOperators } from './passes/replace-operators.ts';
import { shiftUint8 } from './passes/shift-uint8.ts';
import { sinkTransposes } from './passes/sink-transposes.ts';

/** A pass gives the same graph where it finds nothing to do. */
type Pass = (graph: Graph) => Graph | Promise<Graph>;

const PASSES: readonly Pass[] = [
  dropDead,
  foldConstants,
  removeIdentities,
  joinHardSwish,
  normalizeReshapes,
  cancelTransposes,
  sinkTransposes,
  foldAffine,
  foldAffineBefore,
  mergeAffine,
  replaceOperators,
  fuseActivations,
  foldPadding,
];

/** Passes take away, or replace what they do not find again, so that this many rounds end every network; a bound all the same. */
const MOST_ROUNDS = 100;

/**
 * Cleans up a network that computes with real numbers. Quantization that is given for it (QUANTIZE and DEQUANTIZE in
 * pairs, integer islands, fake quantization) becomes `learned` of its tensors, so that real numbers remain.
 *
 * @returns a graph that computes the same; a network that computes with integers, and one in which there is nothing
 *   to clean up, come back as they are
 */
export async function simplify(graph: Graph): Promise<Graph> {
  const shifted = shiftUint8(graph);
  const scheme = describeScheme(shifted);
  if (scheme === 'int8' || scheme === 'int16' || scheme === 'uint8') return graph;
  let current = liftLearned(shifted);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = current;
    for (const pass of PASSES) current = await pass(current);
    if (current === before) break;
  }
  if (current !== graph) validateGraph(current);
  return current;
}
