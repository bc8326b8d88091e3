/** SPACE_TO_DEPTH. */
import { blockCases } from '../blocks.ts';
import type { Cases } from '../network.ts';

const cases: Cases = (random) =>
  blockCases(random, 'SPACE_TO_DEPTH', {
    taken: [
      [[1, 4, 6, 1], 2],
      [[1, 4, 4, 1], 4],
      [[2, 6, 2, 2], 2],
      [[1, 6, 6, 1], 3],
      [[1, 6, 9, 2], 3],
      [[1, 3, 2, 5], 1],
    ],
    refused: {
      int16: [[1, 4, 4, 1], 2, 'int16'],
      '3 dimensions': [[4, 4, 1], 2],
      'a height that is no multiple': [[1, 5, 4, 1], 2],
    },
    refusedOutput: [1, 2, 2, 4],
  });

export default cases;
