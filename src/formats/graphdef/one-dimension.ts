/**
 * Convolutions and pools of one dimension lie between an ExpandDims and a Squeeze: they are those of images of height 1.
 * What treats all positions alike is computed on the image too, so that a network stays in images, and biases and
 * activations lie next to the convolutions that they belong to.
 */
import type { NodeImport } from './node-import.ts';
import type { Computed, Value } from './values.ts';

const POSITIONWISE: ReadonlySet<string> = new Set([
  ...[
    'Abs',
    'Add',
    'AddN',
    'AddV2',
    'BiasAdd',
    'Div',
    'Elu',
    'LeakyRelu',
    'LogSoftmax',
    'Maximum',
    'Minimum',
    'Mul',
  ],
  ...['Neg', 'RealDiv', 'Relu', 'Relu6', 'Rsqrt', 'Selu', 'Sigmoid', 'Softmax', 'Softsign', 'Sqrt', 'Square'],
  ...['SquaredDifference', 'Sub', 'Tanh'],
]);

/** True where one shape is the other as an image of height 1. */
export function isAsImage(a: readonly number[], b: readonly number[]): boolean {
  if (a.length > b.length) return isAsImage(b, a);
  return a.length === 3 && b.length === 4 && b[1] === 1 && a[0] === b[0] && a[1] === b[2] && a[2] === b[3];
}

/** An image of height 1 as a tensor [batch, width, channels], which knows the image that it is. */
function flat(node: NodeImport, image: number): Computed {
  const [batch, , width, channels] = node.builder.tensor(image).shape as [number, number, number, number];
  const tensor = node.reshape(image, [batch, width, channels]);
  return { ...node.known(tensor), image };
}

/** A value as an image: one that is one, or a constant that stretches to it as it does to the tensor. */
function asImage(value: Value): Value | undefined {
  if (value.kind === 'constant') {
    return value.shape.length < 3 || (value.shape.length === 3 && value.shape[0] === 1) ? value : undefined;
  }
  if (value.kind !== 'computed' || value.image === undefined) return undefined;
  const { image, origin } = value;
  return { kind: 'computed', tensor: image, ...(origin && { origin }) };
}

/**
 * What a node computes, on images where its inputs are such.
 *
 * @returns undefined where it is to be computed as it stands
 */
export function onImages(
  node: NodeImport,
  compute: (node: NodeImport) => Value | readonly Value[],
): Value | undefined {
  if (!POSITIONWISE.has(node.type) || !node.inputs.some((value) => value.kind === 'computed'))
    return undefined;
  const images = node.inputs.map(asImage);
  if (!images.every((value) => value !== undefined)) return undefined;
  const result = [compute(node.with(images))].flat()[0];
  if (result?.kind !== 'computed') return result;
  return node.builder.tensor(result.tensor).shape.length === 4 ? flat(node, result.tensor) : result;
}
