/** Tensors as images, [batch, height, width, channels]: operators of one spatial dimension have a height of 1. */
import { reshapeTensor, withChannelsLast } from './layout.ts';
import type { NodeImport } from './node-import.ts';
import { type Activation, channelsLast, type Mixed } from './values.ts';
import { explicitPads, type WindowDim } from './windows.ts';

/** An input as an image. */
export interface Image {
  readonly tensor: number;
  readonly batch: number;
  readonly channels: number;
  /** One or two sizes, as ONNX has them. */
  readonly spatial: readonly number[];
  /** Where the channels lie in another order than in ONNX. */
  readonly mixed?: Mixed;
}

/**
 * Input `i` as an image.
 *
 * @param takesMixed true where the operator can do with channels in another order
 */
export function imageInput(node: NodeImport, i = 0, takesMixed = false): Image {
  const value = node.activation(i);
  const rank = value.shape.length;
  if (rank !== 3 && rank !== 4) {
    throw node.error(
      `has an input of the shape [${value.shape.join(', ')}]`,
      'Only operators of one and two spatial dimensions can be imported.',
    );
  }
  const order = channelsLast(rank);
  const keep = takesMixed && value.mixed?.axis === 1 && value.order.every((d, k) => d === order[k]);
  const laid = keep ? value : withChannelsLast(node, value);
  const [batch, channels, ...spatial] = value.shape as [number, number, ...number[]];
  const tensor =
    rank === 4 ? laid.tensor : reshapeTensor(node, laid.tensor, [batch, 1, spatial[0]!, channels]);
  return { tensor, batch, channels, spatial, ...(laid.mixed && { mixed: laid.mixed }) };
}

/** An image as an operator's output, of as many dimensions as the input had. */
export function imageOutput(node: NodeImport, tensor: number, image: Image): Activation {
  const [batch, height, width, channels] = node.builder.tensor(tensor).shape as [
    number,
    number,
    number,
    number,
  ];
  const flat = image.spatial.length === 1;
  const shape = flat ? [batch, channels, width] : [batch, channels, height, width];
  const result = flat ? reshapeTensor(node, tensor, [batch, width, channels]) : tensor;
  return { kind: 'activation', tensor: result, shape, order: channelsLast(shape.length) };
}

/** Sizes of height and width, where an operator of one dimension has a height of `first`. */
export function heightWidth<T>(values: readonly T[], first: T): [T, T] {
  return values.length === 1 ? [first, values[0]!] : [values[0]!, values[1]!];
}

/** Paddings of all four dimensions, as PAD takes them. */
export function padsTensor(node: NodeImport, pads: readonly (readonly [number, number])[]): number {
  const [height, width] = heightWidth(pads, [0, 0] as const);
  return node.builder.integers(`${node.name}/pads`, [0, 0, ...height, ...width, 0, 0], [4, 2]);
}

/** The image with zeros around it, so that VALID windows are the operator's. */
export function paddedImage(node: NodeImport, tensor: number, dims: readonly WindowDim[]): number {
  return node.op('PAD', [tensor, padsTensor(node, explicitPads(dims))]);
}

/** Strides as TFLite's options have them. */
export function strideOptions(dims: readonly Pick<WindowDim, 'stride'>[]): {
  strideH: number;
  strideW: number;
} {
  const [height, width] = heightWidth(
    dims.map(({ stride }) => stride),
    1,
  );
  return { strideH: height, strideW: width };
}
