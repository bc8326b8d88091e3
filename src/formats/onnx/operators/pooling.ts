/** MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool. */
import { elementCount } from '../../../graph/graph.ts';
import { heightWidth, imageInput, imageOutput, paddedImage, padsTensor, strideOptions } from '../images.ts';
import { withChannelsLast } from '../layout.ts';
import type { NodeImport, Operators } from '../node-import.ts';
import { reduced } from '../reduced.ts';
import type { Activation } from '../values.ts';
import { explicitPads, paddingOf, type WindowDim, windowDims } from '../windows.ts';

/** The window's way along the input's dimensions, by the attribute `kernel_shape`. */
function walkOf(node: NodeImport, spatial: readonly number[]): WindowDim[] {
  const window = node.attributes.ints('kernel_shape', spatial.length);
  if (window === undefined) throw node.error('has no kernel_shape');
  return windowDims(node, spatial, window);
}

/** A pool of TFLite. */
function pool(
  node: NodeImport,
  type: string,
  tensor: number,
  dims: readonly WindowDim[],
  padding: string,
): number {
  const dilated = dims.some(({ dilation, taps }) => dilation !== 1 && taps !== 1);
  if (dilated) throw node.error('has dilations, which TensorFlow Lite does not know of pools');
  const [filterH, filterW] = heightWidth(
    dims.map(({ taps }) => taps),
    1,
  );
  return node.op(type, [tensor], { padding, ...strideOptions(dims), filterH, filterW });
}

/** The input with a border that is never the largest: zeros where nothing is below 0, else what lies at the edge. */
function paddedForMax(
  node: NodeImport,
  tensor: number,
  dims: readonly WindowDim[],
  nonNegative: boolean,
): number {
  if (nonNegative) return paddedImage(node, tensor, dims);
  const pads = explicitPads(dims);
  // Elements mirrored into the border lie in every window that reaches them where the border is at most half of it.
  if (pads.some(([before, after], d) => 2 * Math.max(before, after) > dims[d]!.taps)) {
    throw node.error('has pads of more than half of its window');
  }
  return node.op('MIRROR_PAD', [tensor, padsTensor(node, pads)], { mode: 'SYMMETRIC' });
}

function maxPool(node: NodeImport): Activation {
  if (node.attributes.int('storage_order', 0) !== 0) throw node.error('has a storage_order other than 0');
  const nonNegative = node.activation(0).nonNegative === true;
  const image = imageInput(node);
  const dims = walkOf(node, image.spatial);
  const padding = paddingOf(dims);
  const tensor = padding === undefined ? paddedForMax(node, image.tensor, dims, nonNegative) : image.tensor;
  const result = imageOutput(node, pool(node, 'MAX_POOL_2D', tensor, dims, padding ?? 'VALID'), image);
  return nonNegative ? { ...result, nonNegative } : result;
}

/** By how many elements ONNX divides the sum of each window along one dimension. */
function counts(dim: WindowDim, countsPads: boolean): number[] {
  const last = countsPads ? dim.input + dim.after : dim.input;
  const first = countsPads ? -dim.before : 0;
  return Array.from({ length: dim.output }, (_, k) => {
    const start = k * dim.stride - dim.before;
    return Math.min(start + dim.taps, last) - Math.max(start, first);
  });
}

/** Factors that turn means over whole windows into those that ONNX has; undefined where they are the same. */
function corrections(node: NodeImport, dims: readonly WindowDim[], countsPads: boolean): number | undefined {
  for (const { output } of dims) node.reserve(output);
  const [height, width] = heightWidth(
    dims.map((dim) => counts(dim, countsPads).map((count) => dim.taps / count)),
    [1],
  );
  if ([...height, ...width].every((factor) => factor === 1)) return undefined;
  const shape = [height.length, width.length, 1];
  node.reserve(elementCount(shape));
  return node.reals(
    height.flatMap((h) => width.map((w) => h * w)),
    shape,
    'corrections',
  );
}

function averagePool(node: NodeImport): Activation {
  const nonNegative = node.activation(0).nonNegative === true;
  const image = imageInput(node);
  const dims = walkOf(node, image.spatial);
  const countsPads = node.attributes.int('count_include_pad', 0) === 1;
  const padding = paddingOf(dims);
  const within = padding === 'VALID' || (padding === 'SAME' && !countsPads);
  const tensor = within ? image.tensor : paddedImage(node, image.tensor, dims);
  let result = pool(node, 'AVERAGE_POOL_2D', tensor, dims, within ? padding : 'VALID');
  const factors = within ? undefined : corrections(node, dims, countsPads);
  if (factors !== undefined) result = node.op('MUL', [result, factors]);
  return { ...imageOutput(node, result, image), ...(nonNegative && { nonNegative }) };
}

/** A reduction over all spatial dimensions, which stay as 1. */
const global =
  (type: string) =>
  (node: NodeImport): Activation => {
    const value = withChannelsLast(node, node.activation(0));
    const axes = value.shape.map((_dim, d) => d).slice(2);
    const result = reduced(node, type, value, axes, true);
    return value.nonNegative ? { ...result, nonNegative: true } : result;
  };

export const pools: Operators = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: global('MEAN'),
  GlobalMaxPool: global('REDUCE_MAX'),
};
