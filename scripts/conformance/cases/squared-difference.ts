/** SQUARED_DIFFERENCE: broadcasting, scales far apart; int8, int16 and int32. */
import { UNEQUAL_RANKS } from '../broadcast.ts';
import type { Cases } from '../network.ts';
import { activation, quant, single } from '../network.ts';
import { FEW_SHAPES, PairCases } from '../pairs.ts';

const cases: Cases = (random) => {
  const pairs = new PairCases(random, 'SQUARED_DIFFERENCE');
  const even = FEW_SHAPES[0]!;
  pairs.shapes('int8', [even, ...UNEQUAL_RANKS], { scales: [0.031, 0.047, 0.3], zeroPoints: [5, -11, -128] });
  for (const [k, scales] of (
    [
      [1, 1, 2],
      [1e-6, 1e-6, 1e-6],
      [1e3, 3e2, 2e6],
      [1e-9, 1, 0.7],
      [0.01, 0.01, 1e-8],
      [0.3, 0.7, 1e9],
      [1, 0.5, 1e-5],
    ] as const
  ).entries()) {
    const zeroPoints = [-128 + k, 127 - k, 127 - k * 40] as const;
    pairs.add(
      `scales ${scales}`,
      'int8',
      [
        [1, 29],
        [1, 29],
      ],
      { scales, zeroPoints },
    );
    pairs.add(
      `scales ${scales}`,
      'int16',
      [
        [1, 23],
        [1, 23],
      ],
      { scales },
    );
  }
  pairs.randomScales('int8', 8, (a, b) => Math.max(a, b) ** 2 * random.logarithmic(30, 300));
  pairs.shapes('int16', FEW_SHAPES, { scales: [3.1e-4, 4.7e-4, 3e-3] });
  pairs.randomScales('int16', 6, (a, b) => Math.max(a, b) ** 2 * random.logarithmic(5e3, 5e4));
  pairs.shapes('int32', FEW_SHAPES);
  const input = activation([1, 5, 3], 0.03, -9);
  const constant = { ...activation([3], 0.02, 7), data: random.int8(3) };
  const output = { dtype: 'int8' as const, quant: quant(0.2, -128) };
  pairs.addGraph('constant first', single('SQUARED_DIFFERENCE', [constant, input], output));
  pairs.addGraph('same tensor twice', single('SQUARED_DIFFERENCE', [input, input], output));
  pairs.add('refused: zero point', 'int16', even, { scales: [1, 1, 1], zeroPoints: [1, 0, 0] });
  pairs.add('refused: output zero point', 'int16', even, { scales: [1, 1, 1], zeroPoints: [0, 0, 1] });
  return pairs.list;
};

export default cases;
