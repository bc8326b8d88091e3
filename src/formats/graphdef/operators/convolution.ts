/** Conv2D, DepthwiseConv2dNative and Conv2DBackpropInput, which is a transposed convolution. */
import { type Constant, reshaped, transposed } from '../../support/constants/constant.ts';
import type { NodeImport, Operators } from '../node-import.ts';
import { type Computed, computed } from '../values.ts';
import { addWeights } from '../weights.ts';
import { heightWidth, imageShape, padded, requireChannelsLast } from '../windows.ts';

/** Constant weights of four dimensions. */
function weightsOf(node: NodeImport): Constant & { shape: readonly [number, number, number, number] } {
  const weights = node.constant(1, 'weights');
  const { shape } = weights;
  if (shape.length !== 4 || shape.some((dim) => dim < 1)) {
    throw node.error(`has weights of the shape [${shape.join(', ')}]`);
  }
  return weights as Constant & { shape: readonly [number, number, number, number] };
}

/** An operator that slides over an image; how is said by `build`. */
function slide(
  node: NodeImport,
  build: (
    image: number,
    attrs: { padding: string; strideH: number; strideW: number; dilationH: number; dilationW: number },
  ) => number,
): Computed {
  requireChannelsLast(node);
  const [strideH, strideW] = heightWidth(node, 'strides');
  const [dilationH, dilationW] = heightWidth(node, 'dilations');
  const { image, padding } = padded(node, node.tensor(0));
  const result = computed(build(image, { padding, strideH, strideW, dilationH, dilationW }));
  const value = node.value(0);
  const blocks = value.kind === 'computed' ? value.blocks : undefined;
  const plain = padding === 'VALID' && strideH === 1 && strideW === 1 && dilationH === 1 && dilationW === 1;
  if (blocks === undefined || blocks.convolve !== undefined || !plain) return result;
  const convolve = (whole: number, [height = 1, width = 1]: readonly number[]) =>
    build(whole, { padding, strideH, strideW, dilationH: height, dilationW: width });
  return { ...result, blocks: { ...blocks, convolve } };
}

/** A convolution, in groups where the weights are not as deep as the image. */
export function convolution(node: NodeImport): Computed {
  const channels = imageShape(node)[3];
  const weights = weightsOf(node);
  const [, , depth, outputs] = weights.shape;
  if (channels % depth !== 0 || outputs % (channels / depth) !== 0) {
    throw node.error(`has weights of the shape [${weights.shape.join(', ')}] for ${channels} channels`);
  }
  // [height, width, inputs, outputs] → [outputs, height, width, inputs]
  const laid = addWeights(node, transposed(weights, [3, 0, 1, 2]));
  return slide(node, (image, attrs) => node.op('CONV_2D', [image, laid], attrs));
}

/** A convolution of each channel by itself. */
export function depthwise(node: NodeImport): Computed {
  const channels = imageShape(node)[3];
  const weights = weightsOf(node);
  const [height, width, depth, multiplier] = weights.shape;
  if (depth !== channels) {
    throw node.error(`has weights of the shape [${weights.shape.join(', ')}] for ${channels} channels`);
  }
  const laid = addWeights(node, reshaped(weights, [1, height, width, depth * multiplier]));
  return slide(node, (image, attrs) =>
    node.op('DEPTHWISE_CONV_2D', [image, laid], { ...attrs, depthMultiplier: multiplier }),
  );
}

/** Inputs: the output's shape, weights, image. */
function transposedConvolution(node: NodeImport): Computed {
  requireChannelsLast(node);
  const shape = node.integers(0, "an output's shape");
  const weights = weightsOf(node);
  const [strideH, strideW] = heightWidth(node, 'strides');
  if (heightWidth(node, 'dilations').some((dilation) => dilation !== 1)) {
    throw node.error('is a transposed convolution with dilations, which no kernel computes');
  }
  const padding = node.text('padding', 'VALID');
  if (padding !== 'SAME' && padding !== 'VALID')
    throw node.error(`has the padding ${JSON.stringify(padding)}`);
  // [height, width, outputs, inputs] → [outputs, height, width, inputs]
  const laid = addWeights(node, transposed(weights, [2, 0, 1, 3]));
  const inputs = [node.numbers('output_shape', shape), laid, node.tensor(2)];
  return node.result('TRANSPOSE_CONV', inputs, { padding, strideH, strideW }, { dtype: 'float32' });
}

export const convolutions: Operators = {
  Conv2D: convolution,
  Conv2DBackpropInput: transposedConvolution,
  DepthwiseConv2dNative: depthwise,
};
