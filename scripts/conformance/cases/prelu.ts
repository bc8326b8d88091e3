/** PRELU: alpha for all, for each channel, for each element; scales far apart; int8 and int16. */
import type { Tensor } from '../../../src/graph/graph.ts';
import { UNEQUAL_RANKS } from '../broadcast.ts';
import type { Cases } from '../network.ts';
import { activation, activation16, single } from '../network.ts';
import { FEW_SHAPES, PairCases } from '../pairs.ts';

const cases: Cases = (random) => {
  const pairs = new PairCases(random, 'PRELU');
  pairs.shapes('int8', [FEW_SHAPES[0]!, ...UNEQUAL_RANKS], {
    scales: [0.05, 0.01, 0.05],
    zeroPoints: [5, -11, 3],
  });
  for (const [k, scales] of (
    [
      [1, 1, 1],
      [1, 0.5, 0.001],
      [1e-6, 1e-6, 1e-6],
      [1e4, 3, 1e8],
      [1e-9, 1, 0.7],
      [0.3, 1e-4, 1e9],
    ] as const
  ).entries()) {
    const zeroPoints = [-128 + k * 50, 127 - k, 127 - k * 40] as const;
    pairs.add(
      `scales ${scales}`,
      'int8',
      [
        [1, 29],
        [1, 29],
      ],
      { scales, zeroPoints },
    );
  }
  pairs.randomScales('int8', 6, (a, b) => a * Math.max(1, b * 128) * random.logarithmic(0.3, 3));
  const channels = (constant: Tensor): Tensor => ({ ...constant, data: random.int8(7, -127) });
  const alpha = channels(activation([1, 1, 7], 0.004, 0));
  const { name: _name, shape: _shape, ...output } = activation([], 0.031, -4);
  pairs.addGraph(
    'alpha for each channel',
    single('PRELU', [activation([1, 3, 2, 7], 0.03, -9), alpha], output),
  );
  for (const [k, scales] of [
    [0.001, 0.004, 0.001],
    [0.001, 0.004, 0.0007],
    [1, 1e-3, 1],
    [2e-5, 1, 1e-3],
  ].entries()) {
    const [input, slopes] = [activation16([1, 3, 2, 7], scales[0]!), activation([7], scales[1]!, k * 10)];
    const { name: _n, shape: _s, ...output16 } = activation16([], scales[2]!);
    pairs.addGraph(`int16: scales ${scales}`, single('PRELU', [input, slopes], output16));
    pairs.addGraph(`int16: scales ${scales}, constant`, single('PRELU', [input, channels(slopes)], output16));
  }
  const sixteen = activation16([1, 7], 0.001);
  const { name: _n, shape: _s, ...same } = sixteen;
  pairs.addGraph('refused: alpha int16', single('PRELU', [sixteen, activation16([7], 0.001)], same));
  return pairs.list;
};

export default cases;
