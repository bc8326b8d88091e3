/** Conv: a convolution over one or two dimensions, in groups, down to one channel each. */
import { type Constant, reordered, reshaped, transposed } from '../../support/constants/constant.ts';
import { heightWidth, imageInput, imageOutput, paddedImage, strideOptions } from '../images.ts';
import type { NodeImport, Operators } from '../node-import.ts';
import { type Activation, mixedPlaces } from '../values.ts';
import { addWeights } from '../weights.ts';
import { paddingOf, windowDims } from '../windows.ts';

/** Weights with two spatial dimensions: [outputs, inputs of a group, height, width]. */
function weightsOf(node: NodeImport, spatial: number): Constant {
  const weights = node.constant(1, 'weights');
  const { shape } = weights;
  if (shape.length !== spatial + 2 || shape.some((dim) => dim < 1)) {
    throw node.error(`has weights of the shape [${shape.join(', ')}] for ${spatial} spatial dimensions`);
  }
  return spatial === 1 ? reshaped(weights, [shape[0]!, shape[1]!, 1, shape[2]!]) : weights;
}

function convolution(node: NodeImport): Activation {
  const groups = node.attributes.int('group', 1);
  const image = imageInput(node, 0, groups === 1);
  let weights = weightsOf(node, image.spatial.length);
  const [outputs, groupInputs, height, width] = weights.shape as [number, number, number, number];
  if (groups < 1 || groupInputs * groups !== image.channels || outputs % groups !== 0) {
    throw node.error(
      `has ${image.channels} input channels, ${groups} groups, and weights of the shape [${weights.shape.join(', ')}]`,
    );
  }
  const window = image.spatial.length === 1 ? [width] : [height, width];
  const dims = windowDims(node, image.spatial, window);
  const padding = paddingOf(dims);
  const tensor = padding === undefined ? paddedImage(node, image.tensor, dims) : image.tensor;
  const [dilationH, dilationW] = heightWidth(
    dims.map(({ dilation }) => dilation),
    1,
  );
  const attrs = { padding: padding ?? 'VALID', ...strideOptions(dims), dilationH, dilationW };
  const bias = node.inputs[2] === undefined ? [] : [node.addConstant(biasOf(node, outputs), 'bias')];

  if (groups > 1 && groupInputs === 1) {
    // [outputs, 1, height, width] → [1, height, width, outputs]
    const laid = addWeights(node, transposed(weights, [1, 2, 3, 0]));
    const depthwise = { ...attrs, depthMultiplier: outputs / groups };
    return imageOutput(node, node.op('DEPTHWISE_CONV_2D', [tensor, laid, ...bias], depthwise), image);
  }
  if (image.mixed !== undefined) weights = reordered(weights, 1, mixedPlaces(image.mixed));
  const laid = addWeights(node, transposed(weights, [0, 2, 3, 1]));
  return imageOutput(node, node.op('CONV_2D', [tensor, laid, ...bias], attrs), image);
}

/** The bias, one number for each output channel. */
function biasOf(node: NodeImport, outputs: number): Constant {
  const bias = node.constant(2, 'a bias');
  if (bias.shape.length === 1 && bias.data.length === outputs) return bias;
  throw node.error(`has a bias of the shape [${bias.shape.join(', ')}] for ${outputs} output channels`);
}

export const convolutions: Operators = { Conv: convolution };
