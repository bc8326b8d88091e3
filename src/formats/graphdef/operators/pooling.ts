/** MaxPool and AvgPool. */
import type { Convert, Operators } from '../node-import.ts';
import { heightWidth, imageShape, padded, requireChannelsLast } from '../windows.ts';

const pool =
  (type: string): Convert =>
  (node) => {
    requireChannelsLast(node);
    imageShape(node);
    const isListed = node.inputs.length > 1;
    const [filterH, filterW] = heightWidth(
      node,
      'ksize',
      isListed ? node.integers(1, 'a window') : node.ints('ksize'),
    );
    const [strideH, strideW] = heightWidth(
      node,
      'strides',
      isListed ? node.integers(2, 'strides') : node.ints('strides'),
    );
    if (node.text('padding', 'VALID') === 'EXPLICIT') {
      throw node.error(
        'has explicit paddings, which TensorFlow Lite does not know of pools',
        'Use padding "same" or "valid".',
      );
    }
    const { image, padding } = padded(node, node.tensor(0));
    return node.result(type, [image], { padding, strideH, strideW, filterH, filterW });
  };

export const pools: Operators = {
  AvgPool: pool('AVERAGE_POOL_2D'),
  MaxPool: pool('MAX_POOL_2D'),
  MaxPoolV2: pool('MAX_POOL_2D'),
};
