/** Batch normalization: as a factor and a summand, or of the input's own mean and variance, as layer normalization is. */
import { batchNormalization } from '../../support/rsqrt.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { computed } from '../values.ts';
import { requireChannelsLast } from '../windows.ts';

const EPSILON = 1e-4;

/**
 * The learned numbers as one factor and one summand for each channel.
 *
 * @param at the first of the inputs scale, offset, mean and variance
 */
export function byLearned(node: NodeImport, tensor: number, at: number): number {
  requireChannelsLast(node);
  const channels = node.builder.tensor(tensor).shape.at(-1)!;
  const [gamma, beta, mean, variance] = ['scale', 'offset', 'mean', 'variance'].map((what, k) =>
    node.vector(at + k, channels, `a ${what}`),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const { scale, offset } = batchNormalization(mean, variance, node.float('epsilon', EPSILON), gamma, beta);
  const scaled = node.op('MUL', [tensor, node.reals(scale, [channels], 'scale')]);
  return node.op('ADD', [scaled, node.reals(offset, [channels], 'offset')]);
}

/** By the mean and variance of each channel of the input itself. Keras normalizes layers that way. */
function byOwn(node: NodeImport): number {
  const isLast = node.text('data_format', 'NHWC') === 'NHWC';
  const axis = isLast ? 3 : 1;
  const x = node.tensor(0);
  const { shape } = node.builder.tensor(x);
  const [height, width, channels] = [shape[isLast ? 1 : 2], shape[isLast ? 2 : 3], shape[axis]];
  if (shape.length !== 4 || height === undefined || width === undefined || channels === undefined) {
    throw node.error(`has an input of the shape [${shape.join(', ')}]`);
  }
  const axes = [0, 1, 2, 3].filter((d) => d !== axis);
  const meanOf = (tensor: number) =>
    node.op('MEAN', [tensor, node.numbers('axes', axes)], { keepDims: true });
  const mean = meanOf(x);
  const variance = meanOf(node.op('SQUARED_DIFFERENCE', [x, mean]));
  const spread = node.op('RSQRT', [node.plus(variance, node.float('epsilon', EPSILON))]);
  const normalized = node.op('MUL', [node.op('SUB', [x, mean]), spread]);
  const own = shape.map((dim, d) => (d === axis ? dim : 1));
  const [scale, offset] = ['scale', 'offset'].map((what, k) =>
    node.reals(node.vector(1 + k, channels, `a ${what}`), own, what),
  ) as [number, number];
  return node.op('ADD', [node.op('MUL', [normalized, scale]), offset]);
}

const fused: Convert = (node) =>
  computed(node.flag('is_training', true) ? byOwn(node) : byLearned(node, node.tensor(0), 1));

/** L2 normalization has no GraphDef operator; local response normalization has no kernel. */
export const normalizations: Operators = {
  FusedBatchNorm: fused,
  FusedBatchNormV2: fused,
  FusedBatchNormV3: fused,
};
