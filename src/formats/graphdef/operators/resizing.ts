/** ResizeBilinear and ResizeNearestNeighbor. */
import type { Convert, Operators } from '../node-import.ts';
import { imageShape } from '../windows.ts';

const resize =
  (type: string): Convert =>
  (node) => {
    imageShape(node);
    const size = node.integers(1, 'a size');
    if (size.length !== 2 || size.some((side) => side < 1))
      throw node.error(`has the size ${size.join(', ')}`);
    const attrs = {
      alignCorners: node.flag('align_corners'),
      halfPixelCenters: node.flag('half_pixel_centers'),
    };
    return node.result(type, [node.tensor(0), node.numbers('size', size)], attrs);
  };

export const resizing: Operators = {
  ResizeBilinear: resize('RESIZE_BILINEAR'),
  ResizeNearestNeighbor: resize('RESIZE_NEAREST_NEIGHBOR'),
};
