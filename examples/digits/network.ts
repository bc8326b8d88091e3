/**
 * The example's network: a small depthwise-separable CNN with a residual connection, 16×16×1 in, 10 classes
 * out, 906 parameters. One description trains it (with tfjs) and writes it as a graph.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Graph, Op, Tensor } from '../../src/graph/graph.ts';
import { SIZE } from './draw.ts';
import type { Random } from './random.ts';

/** Shapes of the parameters, as tfjs wants them (HWIO, HWC1, IO). */
const SHAPES = {
  conv0: [3, 3, 1, 8],
  bias0: [8],
  depth1: [3, 3, 8, 1],
  depthBias1: [8],
  point1: [1, 1, 8, 16],
  pointBias1: [16],
  depth2: [3, 3, 16, 1],
  depthBias2: [16],
  point2: [1, 1, 16, 16],
  pointBias2: [16],
  dense: [16, 10],
  denseBias: [10],
} as const;

/** The network's parameters by name. */
export type Weights = Record<keyof typeof SHAPES, tf.Variable>;

/** He-normal weights and zero biases. */
export function initialWeights(random: Random): Weights {
  const entries = Object.entries(SHAPES).map(([name, shape]) => {
    const size = shape.reduce((product: number, dim) => product * dim, 1);
    const fanIn = name.startsWith('depth') ? 9 : size / shape[shape.length - 1]!;
    const deviation = name.toLowerCase().includes('bias') ? 0 : Math.sqrt(2 / fanIn);
    const values = Float32Array.from({ length: size }, () => deviation * random.normal());
    return [name, tf.variable(tf.tensor(values, [...shape]), true, name)];
  });
  return Object.fromEntries(entries) as Weights;
}

/** Logits (N × 10) of images (N × 16 × 16 × 1, 0 to 255). */
export function logits(images: tf.Tensor4D, w: Weights): tf.Tensor2D {
  const x0 = tf.relu(tf.add(tf.conv2d(tf.div(images, 255), w.conv0 as tf.Tensor4D, 2, 'same'), w.bias0));
  const x1 = tf.relu(
    tf.add(tf.depthwiseConv2d(x0 as tf.Tensor4D, w.depth1 as tf.Tensor4D, 1, 'same'), w.depthBias1),
  );
  const x2 = tf.relu(tf.add(tf.conv2d(x1 as tf.Tensor4D, w.point1 as tf.Tensor4D, 1, 'same'), w.pointBias1));
  const x3 = tf.maxPool(x2 as tf.Tensor4D, 2, 2, 'valid');
  const x4 = tf.relu(tf.add(tf.depthwiseConv2d(x3, w.depth2 as tf.Tensor4D, 1, 'same'), w.depthBias2));
  const x5 = tf.add(tf.conv2d(x4 as tf.Tensor4D, w.point2 as tf.Tensor4D, 1, 'same'), w.pointBias2);
  const x6 = tf.relu(tf.add(x5, x3));
  const x7 = tf.reshape(tf.avgPool(x6 as tf.Tensor4D, 4, 4, 'valid'), [-1, 16]) as tf.Tensor2D;
  return tf.add(tf.matMul(x7, w.dense as tf.Tensor2D), w.denseBias) as tf.Tensor2D;
}

/** The trained network as a float graph. The division by 255 goes into the first weights. */
export function toGraph(w: Weights): Graph {
  const tensors: Tensor[] = [];
  const ops: Op[] = [];
  const add = (tensor: Tensor): number => tensors.push(tensor) - 1;
  const activation = (name: string, ...shape: number[]): number => add({ name, shape, dtype: 'float32' });
  const constant = (name: keyof Weights, value: tf.Tensor): number =>
    add({ name, shape: value.shape, dtype: 'float32', data: value.dataSync() as Float32Array });
  /** Appends an operation with one output and gives the output's index. */
  const op = (type: string, inputs: number[], output: number, attrs: Op['attrs'] = {}): number => {
    ops.push({ type, inputs, outputs: [output], attrs });
    return output;
  };
  const relu = { activation: 'RELU' };
  const same = { padding: 'SAME', strideW: 1, strideH: 1, dilationW: 1, dilationH: 1 };

  const image = activation('image', 1, SIZE, SIZE, 1);
  const conv0 = constant('conv0', tf.transpose(tf.div(w.conv0, 255), [3, 0, 1, 2]));
  const x0 = op('CONV_2D', [image, conv0, constant('bias0', w.bias0)], activation('features_0', 1, 8, 8, 8), {
    ...same,
    ...relu,
    strideW: 2,
    strideH: 2,
  });
  const depthwise = { ...same, ...relu, depthMultiplier: 1 };
  const depth1 = constant('depth1', tf.reshape(w.depth1, [1, 3, 3, 8]));
  const x1 = op(
    'DEPTHWISE_CONV_2D',
    [x0, depth1, constant('depthBias1', w.depthBias1)],
    activation('features_1', 1, 8, 8, 8),
    depthwise,
  );
  const point1 = constant('point1', tf.transpose(w.point1, [3, 0, 1, 2]));
  const x2 = op(
    'CONV_2D',
    [x1, point1, constant('pointBias1', w.pointBias1)],
    activation('features_2', 1, 8, 8, 16),
    { ...same, ...relu },
  );
  const pool = { padding: 'VALID', activation: 'NONE' };
  const x3 = op('MAX_POOL_2D', [x2], activation('features_3', 1, 4, 4, 16), {
    ...pool,
    strideW: 2,
    strideH: 2,
    filterW: 2,
    filterH: 2,
  });
  const depth2 = constant('depth2', tf.reshape(w.depth2, [1, 3, 3, 16]));
  const x4 = op(
    'DEPTHWISE_CONV_2D',
    [x3, depth2, constant('depthBias2', w.depthBias2)],
    activation('features_4', 1, 4, 4, 16),
    depthwise,
  );
  const point2 = constant('point2', tf.transpose(w.point2, [3, 0, 1, 2]));
  const x5 = op(
    'CONV_2D',
    [x4, point2, constant('pointBias2', w.pointBias2)],
    activation('features_5', 1, 4, 4, 16),
    { ...same, activation: 'NONE' },
  );
  const x6 = op('ADD', [x5, x3], activation('features_6', 1, 4, 4, 16), { ...relu, potScaleInt16: true });
  const x7 = op('AVERAGE_POOL_2D', [x6], activation('pooled', 1, 1, 1, 16), {
    ...pool,
    strideW: 4,
    strideH: 4,
    filterW: 4,
    filterH: 4,
  });
  const shape = add({ name: 'flat_shape', shape: [2], dtype: 'int32', data: Int32Array.of(1, 16) });
  const x8 = op('RESHAPE', [x7, shape], activation('flat', 1, 16), { newShape: [1, 16] });
  const dense = constant('dense', tf.transpose(w.dense));
  const x9 = op(
    'FULLY_CONNECTED',
    [x8, dense, constant('denseBias', w.denseBias)],
    activation('logits', 1, 10),
    {
      activation: 'NONE',
      weightsFormat: 'DEFAULT',
      keepNumDims: false,
      asymmetricQuantizeInputs: false,
    },
  );
  const probabilities = op('SOFTMAX', [x9], activation('probabilities', 1, 10), { beta: 1 });
  return { name: 'digits', tensors, ops, inputs: [image], outputs: [probabilities] };
}
