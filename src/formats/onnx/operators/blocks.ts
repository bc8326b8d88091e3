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

const depthToSpace: Convert = (node) => {
  const image = imageInput(node);
  const block = blockSize(node);
  const area = block * block;
  const colours = image.channels / area;
  if (!Number.isInteger(colours)) throw node.error(`makes blocks of ${block} of ${image.channels} channels`);
  let { tensor } = image;
  const mode = node.attributes.text('mode', 'DCR');
  if (mode === 'CRD' && colours > 1 && area > 1) {
    // Channels come colour by colour here, but block by block in TFLite.
    const order = Array.from(
      { length: image.channels },
      (_, k) => (k % colours) * area + Math.floor(k / colours),
    );
    const value = activation(tensor, [image.batch, image.channels, ...image.spatial], channelsLast(4));
    tensor = picked(node, value, order, 1).tensor;
  }
  return imageOutput(node, node.op('DEPTH_TO_SPACE', [tensor], { blockSize: block }), image);
};

const spaceToDepth: Convert = (node) => {
  const image = imageInput(node);
  return imageOutput(node, node.op('SPACE_TO_DEPTH', [image.tensor], { blockSize: blockSize(node) }), image);
};

export const blocks: Operators = { DepthToSpace: depthToSpace, SpaceToDepth: spaceToDepth };
