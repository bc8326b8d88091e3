/** Weights of convolutions and matrix products. */
import { type Constant, realValues } from '../support/constants/constant.ts';
import type { NodeImport } from './node-import.ts';

/**
 * Adds weights to the graph. Integers that stand for them stay as they are where TFLite's kernels take such ones:
 * signed bytes whose zero points are 0.
 */
export function addWeights(node: NodeImport, weights: Constant): number {
  const { quant, type } = weights;
  const middle = type === 'uint8' ? 128 : 0;
  const taken =
    quant !== undefined &&
    (type === 'int8' || type === 'uint8') &&
    quant.zeroPoint.every((zero) => zero === middle);
  return node.addConstant(taken ? weights : realValues(weights), 'weights');
}
