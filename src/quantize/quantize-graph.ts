/** A float network and its calibration to a full-integer int8 network, by the TFLite 8-bit quantization specification. */
import { dropUnused } from '../graph/drop-unused.ts';
import type { Graph } from '../graph/graph.ts';
import { validateGraph } from '../graph/validate.ts';
import { widenConstants } from '../graph/widen-constants.ts';
import { withInitialValues } from '../ops/index.ts';
import type { Calibration } from './calibrate.ts';
import { readRules } from './operator-rules.ts';
import { chooseActivations } from './passes/choose-activations.ts';
import { convertEdges, type IoType } from './passes/convert-edges.ts';
import { rewriteInIntegers } from './passes/rewrite.ts';

/** How to quantize. */
export interface QuantizeOptions {
  /** The type of the network's inputs and outputs; int8 unless given. */
  readonly io?: IoType;
  /** One scale per output channel of the weights, unless false: then one per tensor, for older TFLM. */
  readonly perChannel?: boolean;
}

/**
 * Quantizes a network: activations asymmetric int8, weights symmetric int8, biases int32. Names of tensors are kept;
 * indices are the new graph's own. Tensors whose quantization is given (`learned`) keep it.
 *
 * @param graph a float network; constants stored as int8 or float16 are widened here
 * @param calibration of the same graph; what missingRanges names is enough
 * @throws TflqError('model') where the network is already quantized or an operator has no quantization rule;
 *   TflqError('data') where the calibration is of another graph; TflqError('usage') where TFLM cannot convert the
 *   inputs or outputs to the type asked for
 */
export function quantizeGraph(graph: Graph, calibration: Calibration, options: QuantizeOptions = {}): Graph {
  const float = widenConstants(graph);
  const rules = readRules(float);
  const choice = chooseActivations(float, rules, calibration.ranges);
  const integer = rewriteInIntegers(float, rules, {
    choice,
    perChannel: options.perChannel ?? true,
  });
  const quantized = withInitialValues(dropUnused(convertEdges(integer, options.io ?? 'int8')));
  validateGraph(quantized);
  return quantized;
}
