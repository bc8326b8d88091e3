/** LOGICAL_AND: broadcasting. */
import { broadcastPatterns, UNEQUAL_RANKS } from '../broadcast.ts';
import type { Cases } from '../network.ts';
import { PairCases } from '../pairs.ts';

const cases: Cases = (random) => {
  const pairs = new PairCases(random, 'LOGICAL_AND');
  pairs.shapes('bool', [...UNEQUAL_RANKS, ...broadcastPatterns([3, 2])]);
  return pairs.list;
};

export default cases;
