/** The cases of the comparisons, which differ in nothing but the operator. */
import { UNEQUAL_RANKS } from './broadcast.ts';
import type { Cases } from './network.ts';
import { activation, single } from './network.ts';
import { FEW_SHAPES, PairCases } from './pairs.ts';

/** Pairs of scales, among them such that TFLM's eight bits of fraction are too few. */
const SCALES = [
  [0.05, 0.05],
  [0.05, 0.0500001],
  [0.9999, 0.5],
  [0.5, 0.25],
  [1 / 256, 1 / 512],
  [1e-3, 3e-3],
  [1e-5, 1e-5],
  [1e-12, 0.3],
] as const;

/**
 * The cases of one of them.
 *
 * @param ofTruthValues whether TFLM compares truth values by it
 */
export function comparisons(type: string, ofTruthValues = false): Cases {
  return (random) => {
    const pairs = new PairCases(random, type);
    const few = FEW_SHAPES.slice(1);
    pairs.shapes(
      'int8',
      [FEW_SHAPES[0]!, ...UNEQUAL_RANKS, ...few],
      { scales: [0.05, 0.05, 1], zeroPoints: [-9, -9, 0] },
      'bool',
    );
    for (const [a, b] of SCALES) {
      const [zeroA, zeroB] = [random.integer(-128, 127), random.integer(-128, 127)];
      pairs.add(
        `scales ${a}, ${b}, zero points ${zeroA}, ${zeroB}`,
        'int8',
        [
          [1, 37],
          [1, 37],
        ],
        { scales: [a, b, 1], zeroPoints: [zeroA, zeroB, 0] },
        {},
        'bool',
      );
    }
    for (const dtype of ['int32', 'int64'] as const) pairs.shapes(dtype, FEW_SHAPES, undefined, 'bool');
    if (ofTruthValues) pairs.shapes('bool', FEW_SHAPES, undefined, 'bool');
    else pairs.add('refused', 'bool', FEW_SHAPES[0]!, undefined, {}, 'bool');
    const input = activation([1, 5, 3], 0.03, -9);
    const constant = { ...activation([3], 0.02, 7), data: random.int8(3) };
    pairs.addGraph('constant second', single(type, [input, constant], { dtype: 'bool' }));
    pairs.addGraph('same tensor twice', single(type, [input, input], { dtype: 'bool' }));
    pairs.add('refused: scale', 'int8', FEW_SHAPES[0]!, { scales: [1, 0.5, 1] }, {}, 'bool');
    return pairs.list;
  };
}
