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

/** A tensor of three dimensions has one to be blocked; kernels want two, the first of which is 1. */
function blocked(node: NodeImport, type: string, value: number): { tensor: number; isFlat: boolean } {
  const block = node.integers(1, 'block sizes');
  const around = pairs(node, 'paddings');
  const { shape } = node.builder.tensor(value);
  const isFlat = shape.length === 3 && block.length === 1;
  const image = isFlat ? node.reshape(value, [shape[0]!, 1, shape[1]!, shape[2]!]) : value;
  const sizes = node.numbers('block', isFlat ? [1, ...block] : block);
  const rows = isFlat ? [[0, 0], ...around] : around;
  const tensor = node.op(type, [image, sizes, node.numbers('around', rows.flat(), [rows.length, 2])]);
  if (!isFlat) return { tensor, isFlat };
  const [batch, , width, channels] = node.builder.tensor(tensor).shape as [number, number, number, number];
  return { tensor: node.reshape(tensor, [batch, width, channels]), isFlat };
}

const toBatch: Convert = (node): Computed => {
  const image = node.tensor(0);
  const { tensor } = blocked(node, 'SPACE_TO_BATCH_ND', image);
  const [block, pads] = [node.integers(1, 'block sizes'), pairs(node, 'paddings')];
  return { ...computed(tensor), blocks: { image, block, pads } };
};

/**
 * Where a convolution lies between the two, it is one with dilations of the image with its paddings, less what is
 * cropped of them again.
 */
const fromBatch: Convert = (node): Computed => {
  const value = node.value(0);
  const block = node.integers(1, 'block sizes');
  const crops = pairs(node, 'crops');
  const blocks = value.kind === 'computed' ? value.blocks : undefined;
  const fits =
    blocks?.convolve !== undefined &&
    block.length === 2 &&
    blocks.pads.length === 2 &&
    block.every((size, d) => size === blocks.block[d]) &&
    crops.every(([before, after], d) => before === 0 && after <= blocks.pads[d]![1]);
  if (!fits) return computed(blocked(node, 'BATCH_TO_SPACE_ND', node.tensor(0)).tensor);
  const pads = blocks.pads.map(([before, after], d) => [before, after - crops[d]![1]]);
  const rows = [0, 0, ...pads.flat(), 0, 0];
  const image = rows.every((pad) => pad === 0)
    ? blocks.image
    : node.op('PAD', [blocks.image, node.numbers('paddings', rows, [4, 2])]);
  return computed(blocks.convolve!(image, block));
};

export const blocks: Operators = {
  BatchToSpaceND: fromBatch,
  DepthToSpace: rearranged('DEPTH_TO_SPACE'),
  SpaceToBatchND: toBatch,
  SpaceToDepth: rearranged('SPACE_TO_DEPTH'),
};
