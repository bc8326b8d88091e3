/**
 * Resize and Upsample. ONNX knows many ways to say which place of the input a place of the output comes from, TFLite
 * three: the places are compared for the very sizes at hand.
 */
import { heightWidth, type Image, imageInput, imageOutput } from '../images.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { activation, channelsLast } from '../values.ts';
import { picked } from './cutting.ts';

/** One dimension: sizes, and how many output places one input place becomes. */
interface Side {
  readonly input: number;
  readonly output: number;
  readonly scale: number;
}

/** TFLite's three ways. */
const WAYS = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
  { alignCorners: true, halfPixelCenters: false },
] as const;
type Way = (typeof WAYS)[number];

/** How far two places may be apart that are the same but for rounding. */
const TOLERANCE = 1e-5;

/** The place of the input that ONNX takes for place `i`. */
function onnxPlace(node: NodeImport, mode: string, { input, output, scale }: Side, i: number): number {
  switch (mode) {
    case 'half_pixel':
      return (i + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return output > 1 ? (i + 0.5) / scale - 0.5 : 0;
    case 'align_corners':
      return output > 1 ? (i * (input - 1)) / (output - 1) : 0;
    case 'asymmetric':
      return i / scale;
    case 'half_pixel_symmetric':
      return (input / 2) * (1 - output / (scale * input)) + (i + 0.5) / scale - 0.5;
    default:
      throw node.error(
        `has the coordinate_transformation_mode ${JSON.stringify(mode)}, which is not supported`,
      );
  }
}

/** The element that ONNX takes for a place between elements. */
function nearest(node: NodeImport, mode: string, place: number): number {
  switch (mode) {
    case 'round_prefer_floor':
      return Math.ceil(place - 0.5);
    case 'round_prefer_ceil':
      return Math.floor(place + 0.5);
    case 'floor':
      return Math.floor(place);
    case 'ceil':
      return Math.ceil(place);
    default:
      throw node.error(`has the nearest_mode ${JSON.stringify(mode)}`);
  }
}

function clamped(side: Side, places: readonly number[]): number[] {
  return places.map((place) => Math.max(0, Math.min(side.input - 1, place)));
}

function indices({ output }: Side): number[] {
  return Array.from({ length: output }, (_, i) => i);
}

/** The elements that TFLite takes. */
function liteElements(side: Side, { alignCorners, halfPixelCenters }: Way): number[] {
  const corners = alignCorners && side.output > 1;
  const scale = Math.fround(corners ? (side.input - 1) / (side.output - 1) : side.input / side.output);
  return indices(side).map((i) => {
    const at = Math.fround((i + (halfPixelCenters ? 0.5 : 0)) * scale);
    return Math.min(side.input - 1, alignCorners ? Math.floor(at + 0.5) : Math.floor(at));
  });
}

/** The places that TFLite takes. */
function litePlaces(side: Side, { alignCorners, halfPixelCenters }: Way): number[] {
  const corners = alignCorners && side.output > 1;
  const scale = corners ? (side.input - 1) / (side.output - 1) : side.input / side.output;
  const centre = halfPixelCenters ? 0.5 : 0;
  return clamped(
    side,
    indices(side).map((i) => (i + centre) * scale - centre),
  );
}

/** The way of TFLite that gives the places which ONNX wants on all sides. */
function sameWay(
  sides: readonly Side[],
  wanted: readonly (readonly number[])[],
  lite: (side: Side, way: Way) => number[],
): Way | undefined {
  return WAYS.find((way) =>
    sides.every((side, d) =>
      lite(side, way).every((place, i) => Math.abs(place - wanted[d]![i]!) <= TOLERANCE * side.input),
    ),
  );
}

/** The sizes, from the input `sizes` or `scales`. */
function sidesOf(node: NodeImport, image: Image): Side[] {
  const shape = [image.batch, image.channels, ...image.spatial];
  const newer = node.type === 'Resize' && node.opset > 10;
  const axes =
    node.attributes.ints('axes')?.map((axis) => node.axis(axis, shape.length)) ?? shape.map((_dim, d) => d);
  const listed = newer
    ? node.numbers(2, 'scales')
    : (node.numbers(1, 'scales') ?? node.attributes.get('scales')?.floats);
  const scales = listed?.length === 0 ? undefined : listed;
  const sizes = newer ? node.numbers(3, 'sizes') : undefined;
  if (node.attributes.text('keep_aspect_ratio_policy', 'stretch') !== 'stretch' && sizes !== undefined) {
    throw node.error('has a keep_aspect_ratio_policy', 'Export the model with the sizes themselves.');
  }
  const list = sizes ?? scales;
  if (list?.length !== axes.length)
    throw node.error(`has ${list?.length ?? 'no'} sizes for ${axes.length} dimensions`);
  const sides = shape.map((input): Side => ({ input, output: input, scale: 1 }));
  axes.forEach((axis, i) => {
    const input = shape[axis]!;
    const output = sizes?.[i] ?? Math.floor(input * scales![i]!);
    if (!Number.isInteger(output) || output < 1) throw node.error(`has the sizes ${list.join(', ')}`);
    node.reserve(output);
    sides[axis] = { input, output, scale: sizes === undefined ? scales![i]! : output / input };
  });
  if (sides.slice(0, 2).some(({ input, output }) => input !== output)) {
    throw node.error('resizes the batch or the channels');
  }
  return sides.slice(2);
}

const resize: Convert = (node) => {
  const image = imageInput(node);
  const sides = sidesOf(node, image);
  const old = node.type === 'Upsample' || node.opset <= 10;
  const mode = node.attributes.text('mode', 'nearest');
  const transformation = node.attributes.text(
    'coordinate_transformation_mode',
    old ? 'asymmetric' : 'half_pixel',
  );
  if (node.attributes.int('antialias', 0) !== 0) throw node.error('has antialias, which is not supported');
  const places = sides.map((side) => indices(side).map((i) => onnxPlace(node, transformation, side, i)));
  const size = node.builder.integers(
    `${node.name}/size`,
    heightWidth(
      sides.map(({ output }) => output),
      1,
    ),
  );
  if (mode === 'linear' || mode === 'bilinear') {
    const wanted = places.map((list, d) => clamped(sides[d]!, list));
    const way = sameWay(sides, wanted, litePlaces);
    if (way !== undefined)
      return imageOutput(node, node.op('RESIZE_BILINEAR', [image.tensor, size], way), image);
    throw node.error(
      `interpolates in the mode ${JSON.stringify(transformation)}, which gives other places than TensorFlow Lite's`,
      'Use align_corners, half_pixel or asymmetric, with sizes that are whole multiples.',
    );
  }
  if (mode !== 'nearest') throw node.error(`has the mode ${JSON.stringify(mode)}, which is not supported`);
  const rounding = node.attributes.text('nearest_mode', old ? 'floor' : 'round_prefer_floor');
  const elements = places.map((list, d) =>
    clamped(
      sides[d]!,
      list.map((place) => nearest(node, rounding, place)),
    ),
  );
  const way = sameWay(sides, elements, liteElements);
  if (way !== undefined)
    return imageOutput(node, node.op('RESIZE_NEAREST_NEIGHBOR', [image.tensor, size], way), image);
  return imageOutput(node, chosen(node, image, elements), image);
};

/** The elements of each side picked one by one, where TFLite's resizing would pick others. */
function chosen(node: NodeImport, image: Image, elements: readonly (readonly number[])[]): number {
  const spatial = heightWidth(image.spatial, 1);
  let value = activation(image.tensor, [image.batch, image.channels, ...spatial], channelsLast(4));
  elements.forEach((list, d) => {
    value = picked(node, value, list, 4 - elements.length + d);
  });
  return value.tensor;
}

export const resizing: Operators = { Resize: resize, Upsample: resize };
