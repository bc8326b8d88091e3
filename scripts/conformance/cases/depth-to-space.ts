/** DEPTH_TO_SPACE. */
import { blockCases } from '../blocks.ts';
import type { Cases } from '../network.ts';

const cases: Cases = (random) =>
  blockCases(random, 'DEPTH_TO_SPACE', {
    taken: [
      [[1, 2, 3, 4], 2],
      [[1, 1, 1, 16], 4],
      [[2, 3, 1, 8], 2],
      [[1, 2, 2, 9], 3],
      [[1, 2, 3, 18], 3],
      [[1, 3, 2, 5], 1],
    ],
    refused: {
      int16: [[1, 2, 2, 4], 2, 'int16'],
      '3 dimensions': [[2, 2, 4], 2],
      'channels that make no block': [[1, 2, 2, 6], 2],
      'blocks of 0': [[1, 2, 2, 4], 0],
    },
    refusedOutput: [1, 4, 4, 1],
  });

export default cases;
