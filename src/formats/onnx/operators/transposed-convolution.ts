/** ConvTranspose: a convolution the other way round. */
import { elementCount } from '../../../graph/graph.ts';
import {
  type Constant,
  constantOf,
  realValues,
  reshaped,
  transposed,
} from '../../support/constants/constant.ts';
import { heightWidth, type Image, imageInput, imageOutput, strideOptions } from '../images.ts';
import type { NodeImport, Operators } from '../node-import.ts';
import type { Activation } from '../values.ts';
import { addWeights } from '../weights.ts';

/** One spatial dimension: the whole output that the windows cover, and what is cut off it. */
interface Cut {
  readonly input: number;
  readonly taps: number;
  readonly stride: number;
  readonly before: number;
  readonly output: number;
}

function cuts(node: NodeImport, image: Image, window: readonly number[]): Cut[] {
  const rank = image.spatial.length;
  const strides = node.attributes.ints('strides', rank) ?? new Array<number>(rank).fill(1);
  const extra = node.attributes.ints('output_padding', rank) ?? new Array<number>(rank).fill(0);
  const pads = node.attributes.ints('pads', 2 * rank) ?? new Array<number>(2 * rank).fill(0);
  const sizes = node.attributes.ints('output_shape', rank);
  const auto = node.attributes.text('auto_pad', 'NOTSET');
  if ((node.attributes.ints('dilations') ?? []).some((value) => value !== 1)) {
    throw node.error('has dilations, which TensorFlow Lite does not know of transposed convolutions');
  }
  return image.spatial.map((input, d) => {
    const [taps, stride] = [window[d]!, strides[d]!];
    const whole = (input - 1) * stride + taps + extra[d]!;
    const upper = auto === 'SAME_UPPER';
    const same = upper || auto === 'SAME_LOWER' ? input * stride : undefined;
    const output = sizes?.[d] ?? same ?? whole - pads[d]! - pads[d + rank]!;
    const total = whole - output;
    const lower = Math.floor(total / 2);
    const computed = upper ? lower : total - lower;
    const before = sizes === undefined && same === undefined ? pads[d]! : computed;
    if (!(stride >= 1 && stride < 2 ** 16 && output >= 1 && before >= 0 && output + before < 2 ** 24)) {
      throw node.error(`has strides of ${strides.join(', ')} and pads of ${pads.join(', ')}`);
    }
    return { input, taps, stride, before, output };
  });
}

/** True where TFLite's SAME padding cuts off the same. */
function isSame({ input, taps, stride, before, output }: Cut): boolean {
  const total = Math.max(0, (input - 1) * stride + taps - output);
  return Math.ceil(output / stride) === input && Math.floor(total / 2) === before;
}

/** Weights [inputs, outputs of a group, height, width] spread so that groups are zeros in one group's weights. */
function ungrouped(node: NodeImport, weights: Constant, groups: number): Constant {
  if (groups === 1) return weights;
  const [inputs, groupOutputs, height, width] = weights.shape as [number, number, number, number];
  const shape = [inputs, groupOutputs * groups, height, width];
  node.reserve(elementCount(shape));
  const real = realValues(weights);
  const spread = new Float32Array(elementCount(shape));
  const block = groupOutputs * height * width;
  for (let i = 0; i < real.data.length; i++) {
    const input = Math.floor(i / block);
    const group = Math.floor(input / (inputs / groups));
    spread[(input * groups + group) * block + (i % block)] = real.data[i]!;
  }
  return constantOf('float32', shape, spread);
}

function transposedConvolution(node: NodeImport): Activation {
  const image = imageInput(node);
  const groups = node.attributes.int('group', 1);
  const given = node.constant(1, 'weights');
  const flat = image.spatial.length === 1;
  if (given.shape.length !== image.spatial.length + 2 || given.shape[0] !== image.channels) {
    throw node.error(
      `has weights of the shape [${given.shape.join(', ')}] for ${image.channels} input channels`,
    );
  }
  if (groups < 1 || image.channels % groups !== 0) throw node.error(`has ${groups} groups`);
  const wide = flat ? reshaped(given, [given.shape[0]!, given.shape[1]!, 1, given.shape[2]!]) : given;
  const weights = ungrouped(node, wide, groups);
  const [, outputs, height, width] = weights.shape as [number, number, number, number];
  const dims = cuts(node, image, flat ? [width] : [height, width]);
  const same = dims.every(isSame);
  const sizes = dims.map(({ output, before }) => (same ? output : output + before));
  const shape = [image.batch, ...heightWidth(sizes, 1), outputs];
  const bias =
    node.inputs[2] === undefined ? [] : [node.addConstant(node.vector(2, outputs, 'a bias'), 'bias')];
  const result = node.op(
    'TRANSPOSE_CONV',
    [
      node.builder.integers(`${node.name}/shape`, shape),
      addWeights(node, transposed(weights, [1, 2, 3, 0])),
      image.tensor,
      ...bias,
    ],
    { padding: same ? 'SAME' : 'VALID', ...strideOptions(dims) },
    { dtype: 'float32' },
  );
  return imageOutput(node, same ? result : cutOff(node, result, dims), image);
}

/** The output without what lies before it. */
function cutOff(node: NodeImport, tensor: number, dims: readonly Cut[]): number {
  if (dims.every(({ before }) => before === 0)) return tensor;
  const [batch, height, width, channels] = node.builder.tensor(tensor).shape as [
    number,
    number,
    number,
    number,
  ];
  const [top, left] = heightWidth(
    dims.map(({ before }) => before),
    0,
  );
  return node.op('SLICE', [
    tensor,
    node.builder.integers(`${node.name}/begin`, [0, top, left, 0]),
    node.builder.integers(`${node.name}/size`, [batch, height - top, width - left, channels]),
  ]);
}

export const transposedConvolutions: Operators = { ConvTranspose: transposedConvolution };
