/** BatchNormalization, and the normalizations that are composed: of instances, layers, groups, root mean squares, lengths. */
import { type Constant, constantOf, realValues, reordered } from '../../support/constants/constant.ts';
import { aligned, inPlace, withChannelsLast, withLast } from '../layout.ts';
import type { NodeImport, Operators } from '../node-import.ts';
import { reduced } from '../reduced.ts';
import { reshapedActivation } from '../reshape.ts';
import { type Activation, identity, type Value } from '../values.ts';
import { binary } from './arithmetic.ts';

/** One number for each channel, dimension 1 of `rank`. */
function perChannel(constant: Constant, rank: number): Constant {
  return { ...constant, shape: [constant.data.length, ...new Array<number>(Math.max(0, rank - 2)).fill(1)] };
}

/** x · scale + offset. */
function affine(node: NodeImport, value: Activation, scale: Value, offset: Value | undefined): Activation {
  const product = binary(node, 'MUL', value, scale);
  return offset === undefined ? product : binary(node, 'ADD', product, offset);
}

function batchNormalization(node: NodeImport): Activation {
  const value = node.activation(0);
  const rank = value.shape.length;
  const channels = rank < 2 ? (value.shape[0] ?? 1) : value.shape[1]!;
  if (node.attributes.int('training_mode', 0) !== 0 || (node.opset < 14 && node.outputCount > 1)) {
    throw node.error('is in training mode', 'Export the model for inference: model.eval().');
  }
  const [gamma, beta, mean, variance] = ['scales', 'offsets', 'means', 'variances'].map(
    (what, i) => node.vector(i + 1, channels, what).data,
  ) as [Constant['data'], Constant['data'], Constant['data'], Constant['data']];
  const epsilon = node.attributes.float('epsilon', 1e-5);
  const scale = Float32Array.from(gamma, (factor, c) => factor / Math.sqrt(variance[c]! + epsilon));
  const offset = scale.map((factor, c) => beta[c]! - mean[c]! * factor);
  const vector = (data: Float32Array) => perChannel(constantOf('float32', [channels], data), rank);
  return affine(node, value, vector(scale), vector(offset));
}

/** (x − mean) / √(variance + ε), both over some dimensions. */
function normalized(
  node: NodeImport,
  value: Activation,
  axes: readonly number[],
  epsilon: number,
): Activation {
  const mean = reduced(node, 'MEAN', value, axes, true);
  const centred = aligned(node, [value, mean]);
  const difference = inPlace(centred.like, node.op('SUB', centred.tensors));
  const square = inPlace(difference, node.op('MUL', [difference.tensor, difference.tensor]));
  const variance = reduced(node, 'MEAN', square, axes, true);
  const spread = node.op('RSQRT', [node.op('ADD', [variance.tensor, node.reals([epsilon])])]);
  return binary(node, 'MUL', difference, inPlace(variance, spread));
}

function instanceNormalization(node: NodeImport): Activation {
  const value = withChannelsLast(node, node.activation(0));
  const [, channels = 1] = value.shape;
  const rank = value.shape.length;
  const axes = identity(rank).slice(2);
  const even = normalized(node, value, axes, node.attributes.float('epsilon', 1e-5));
  const [scale, offset] = [node.vector(1, channels, 'scales'), node.vector(2, channels, 'offsets')];
  return affine(node, even, perChannel(scale, rank), perChannel(offset, rank));
}

function layerNormalization(node: NodeImport): Activation {
  const value = node.activation(0);
  const rank = value.shape.length;
  const first = node.axis(node.attributes.int('axis', -1), rank);
  const even = normalized(node, value, identity(rank).slice(first), node.attributes.float('epsilon', 1e-5));
  const real = (i: number) => realValues(node.constant(i, 'learned numbers'));
  return affine(node, even, real(1), node.inputs[2] === undefined ? undefined : real(2));
}

/** Channels in groups, each with the same mean and variance. */
function groupNormalization(node: NodeImport): Activation {
  const value = node.activation(0);
  const [batch = 1, channels = 1, ...spatial] = value.shape;
  const groups = node.attributes.int('num_groups', 0);
  const size = channels / groups;
  if (!(groups >= 1) || !Number.isInteger(size))
    throw node.error(`has ${groups} groups of ${channels} channels`);
  const split = reshapedActivation(node, value, [batch, groups, size, ...spatial]);
  const axes = identity(split.shape.length).slice(2);
  const even = normalized(node, split, axes, node.attributes.float('epsilon', 1e-5));
  const whole = reshapedActivation(node, even, value.shape);
  const learned = (i: number, what: string): Constant => {
    const given = node.constant(i, what);
    // Before opset 21 there is one number for each group.
    const perGroup = given.data.length === groups && node.opset < 21;
    const all = perGroup
      ? reordered(realValues(given), 0, channelGroups(channels, size))
      : node.vector(i, channels, what);
    return perChannel(all, value.shape.length);
  };
  return affine(node, whole, learned(1, 'scales'), learned(2, 'offsets'));
}

/** The group of each channel. */
function channelGroups(channels: number, size: number): number[] {
  return Array.from({ length: channels }, (_, c) => Math.floor(c / size));
}

/** x / √(mean of x² + ε) · scale. */
function rmsNormalization(node: NodeImport): Activation {
  const value = node.activation(0);
  const rank = value.shape.length;
  const axes = identity(rank).slice(node.axis(node.attributes.int('axis', -1), rank));
  const square = inPlace(value, node.op('MUL', [value.tensor, value.tensor]));
  const mean = reduced(node, 'MEAN', square, axes, true);
  const spread = node.op('ADD', [mean.tensor, node.reals([node.attributes.float('epsilon', 1e-5)])]);
  const even = binary(node, 'MUL', value, inPlace(mean, node.op('RSQRT', [spread])));
  return affine(node, even, realValues(node.constant(1, 'scales')), undefined);
}

/** Rows of length 1. */
function lpNormalization(node: NodeImport): Activation {
  if (node.attributes.int('p', 2) !== 2)
    throw node.error('normalizes by another length than the Euclidean one');
  const value = node.activation(0);
  const laid = withLast(node, value, node.axis(node.attributes.int('axis', -1), value.shape.length));
  return inPlace(laid, node.op('L2_NORMALIZATION', [laid.tensor]));
}

export const normalizations: Operators = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  RMSNormalization: rmsNormalization,
  LpNormalization: lpNormalization,
};
