/** Images taken apart into blocks: DepthToSpace, SpaceToDepth, and SpaceToBatchND with what dilated convolutions need. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { type Computed, computed } from '../values.ts';
import { requireChannelsLast } from '../windows.ts';

/** DepthToSpace and SpaceToDepth. */
const rearranged =
  (type: string): Convert =>
  (node) => {
    requireChannelsLast(node);
    const blockSize = node.int('block_size', 0);
    if (blockSize < 1 || blockSize > 2 ** 12) throw node.error(`has a block size of ${blockSize}`);
    return node.result(type, [node.tensor(0)], { blockSize });
  };

/** A constant of pairs, one for each block dimension. */
function pairs(node: NodeImport, what: string): [number, number][] {
  const values = node.integers(2, what);
  return Array.from({ length: values.length / 2 }, (_, d) => [values[2 * d]!, values[2 * d + 1]!]);
}

/** What is taken apart or put together: as an image, for kernels want two block dimensions, the first of which may be 1. */
interface Apart {
  readonly image: number;
  readonly block: readonly number[];
  /** Paddings, or what is cropped. */
  readonly around: readonly (readonly [number, number])[];
}

/** The inputs; a tensor [batch, width, channels] is an image of height 1. */
function apart(node: NodeImport, what: string): Apart {
  const [tensor, block, around] = [node.tensor(0), node.integers(1, 'block sizes'), pairs(node, what)];
  const shape = node.shape(0);
  if (shape.length !== 3 || block.length !== 1) return { image: tensor, block, around };
  const image = node.reshape(tensor, [shape[0]!, 1, shape[1]!, shape[2]!]);
  return { image, block: [1, ...block], around: [[0, 0], ...around] };
}

/** An image in as many dimensions as the input has. */
function likeInput(node: NodeImport, image: number): number {
  const [batch, height, width, channels] = node.builder.tensor(image).shape as [
    number,
    number,
    number,
    number,
  ];
  const isFlat = node.shape(0).length === 3 && height === 1;
  return isFlat ? node.reshape(image, [batch, width, channels]) : image;
}

function moved(node: NodeImport, type: string, { image, block, around }: Apart): number {
  const rows = node.numbers('around', around.flat(), [around.length, 2]);
  return likeInput(node, node.op(type, [image, node.numbers('block', block), rows]));
}

const toBatch: Convert = (node): Computed => {
  const parts = apart(node, 'paddings');
  const { image, block, around: pads } = parts;
  return { ...computed(moved(node, 'SPACE_TO_BATCH_ND', parts)), blocks: { image, block, pads } };
};

/**
 * Where a convolution lies between the two, it is one with dilations of the image with its paddings, less what is
 * cropped of them again.
 */
const fromBatch: Convert = (node): Computed => {
  const parts = apart(node, 'crops');
  const { block, around: crops } = parts;
  const value = node.value(0);
  const blocks = value.kind === 'computed' ? value.blocks : undefined;
  const fits =
    blocks?.convolve !== undefined &&
    block.length === 2 &&
    blocks.pads.length === 2 &&
    block.every((size, d) => size === blocks.block[d]) &&
    crops.every(([before, after], d) => before === 0 && after <= blocks.pads[d]![1]);
  if (!fits) return computed(moved(node, 'BATCH_TO_SPACE_ND', parts));
  const pads = blocks.pads.map(([before, after], d) => [before, after - crops[d]![1]]);
  const rows = [0, 0, ...pads.flat(), 0, 0];
  const image = rows.every((pad) => pad === 0)
    ? blocks.image
    : node.op('PAD', [blocks.image, node.numbers('paddings', rows, [4, 2])]);
  const result = blocks.convolve!(image, block);
  const tensor = likeInput(node, result);
  return { ...computed(tensor), ...(tensor !== result && { image: result }) };
};

export const blocks: Operators = {
  BatchToSpaceND: fromBatch,
  DepthToSpace: rearranged('DEPTH_TO_SPACE'),
  SpaceToBatchND: toBatch,
  SpaceToDepth: rearranged('SPACE_TO_DEPTH'),
};
