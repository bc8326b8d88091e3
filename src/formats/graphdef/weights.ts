/** Weights of convolutions and matrix products. */
import { type Constant, realValues } from '../support/constants/constant.ts';
import type { NodeImport } from './node-import.ts';

/** Adds weights. Learned integers stay where TFLite's kernels take such ones: those whose zero points are 0. */
export function addWeights(node: NodeImport, weights: Constant): number {
  const { quant } = weights;
  const taken = quant?.zeroPoint.every((zero) => zero === 0) === true;
  return node.addConstant(taken ? weights : realValues(weights), 'weights');
}
