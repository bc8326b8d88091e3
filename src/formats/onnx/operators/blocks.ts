/** DepthToSpace and SpaceToDepth. */
import { imageInput, imageOutput } from '../images.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { activation, channelsLast } from '../values.ts';
import { picked } from './cutting.ts';

function blockSize(node: NodeImport): number {
  const size = node.attributes.int('blocksize', 0);
  if (size >= 1 && size < 2 ** 12) return size;
  throw node.error(`has a blocksize of ${size}`);
}

/** The image with its channels in another order: channel c of the result is channel `order(c)`. */
function reorderedChannels(node: NodeImport, tensor: number, order: (channel: number) => number): number {
  const [batch, height, width, channels] = node.builder.tensor(tensor).shape as [
    number,
    number,
    number,
    number,
  ];
  node.reserve(channels);
  const value = activation(tensor, [batch, channels, height, width], channelsLast(4));
  const from = Array.from({ length: channels }, (_, c) => order(c));
  return picked(node, value, from, 1).tensor;
}

/** True where channels come colour by colour in ONNX, but block by block in TFLite. */
function byColour(node: NodeImport): boolean {
  return node.attributes.text('mode', 'DCR') === 'CRD';
}

const depthToSpace: Convert = (node) => {
  const image = imageInput(node);
  const block = blockSize(node);
  const area = block * block;
  const colours = image.channels / area;
  if (!Number.isInteger(colours)) throw node.error(`makes blocks of ${block} of ${image.channels} channels`);
  const tensor = byColour(node)
    ? reorderedChannels(node, image.tensor, (c) => (c % colours) * area + Math.floor(c / colours))
    : image.tensor;
  return imageOutput(node, node.op('DEPTH_TO_SPACE', [tensor], { blockSize: block }), image);
};

const spaceToDepth: Convert = (node) => {
  const image = imageInput(node);
  const block = blockSize(node);
  const area = block * block;
  const deep = node.op('SPACE_TO_DEPTH', [image.tensor], { blockSize: block });
  const tensor = byColour(node)
    ? reorderedChannels(node, deep, (c) => (c % area) * image.channels + Math.floor(c / area))
    : deep;
  return imageOutput(node, tensor, image);
};

export const blocks: Operators = { DepthToSpace: depthToSpace, SpaceToDepth: spaceToDepth };
