/** SUB: broadcasting, scales far apart, fused activations; int8, int16 and int32. */
import { UNEQUAL_RANKS } from '../broadcast.ts';
import type { Cases } from '../network.ts';
import { activation, quant, single } from '../network.ts';
import { FEW_SHAPES, PairCases } from '../pairs.ts';

const FUSED = ['RELU', 'RELU6', 'RELU_N1_TO_1'];

const cases: Cases = (random) => {
  const pairs = new PairCases(random, 'SUB', { activation: 'NONE', potScaleInt16: true });
  const [even, few] = [FEW_SHAPES[0]!, FEW_SHAPES.slice(1)];
  pairs.shapes('int8', [even, ...UNEQUAL_RANKS], { scales: [0.031, 0.047, 0.06], zeroPoints: [5, -11, 3] });
  for (const [k, scales] of (
    [
      [1, 1, 2],
      [1e-6, 1e-6, 1e-6],
      [1e6, 3e5, 2e6],
      [1e-9, 1, 0.7],
      [0.01, 0.01, 1e-6],
      [0.3, 0.7, 1e9],
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
    const symmetric = [scales[0], scales[1], Math.max(scales[2], scales[1] / 8000)] as const;
    pairs.add(
      `scales ${symmetric}`,
      'int16',
      [
        [1, 23],
        [1, 23],
      ],
      { scales: symmetric },
    );
  }
  for (const activationName of FUSED) {
    const attrs = { activation: activationName };
    pairs.add(activationName, 'int8', even, { scales: [0.05, 0.02, 0.04], zeroPoints: [-20, 30, 5] }, attrs);
    pairs.add(activationName, 'int16', even, { scales: [4e-4, 2e-4, 3e-4] }, attrs);
    pairs.add(activationName, 'int32', even, undefined, attrs);
  }
  pairs.randomScales('int8', 6, (a, b) => Math.max(a, b) * random.logarithmic(0.3, 3));
  pairs.shapes('int16', [even, ...few], { scales: [3.1e-4, 4.7e-4, 6e-4] });
  pairs.randomScales('int16', 5, (a, b) => Math.max(a, b) * random.logarithmic(0.3, 3));
  pairs.add('scales of powers of two, said to be', 'int16', even, { scales: [2 ** -10, 2 ** -12, 2 ** -10] });
  pairs.add(
    'scales of powers of two',
    'int16',
    even,
    { scales: [2 ** -10, 2 ** -12, 2 ** -10] },
    { potScaleInt16: false },
  );
  pairs.shapes('int32', FEW_SHAPES);
  const input = activation([1, 5, 3], 0.03, -9);
  const constant = { ...activation([3], 0.02, 7), data: random.int8(3) };
  const output = { dtype: 'int8' as const, quant: quant(0.04, 0) };
  const attrs = { activation: 'NONE', potScaleInt16: true };
  pairs.addGraph('constant first', single('SUB', [constant, input], output, attrs));
  pairs.addGraph('same tensor twice', single('SUB', [input, input], output, attrs));
  pairs.add('refused: output scale far too fine', 'int8', even, { scales: [1, 1, 1e-6] });
  pairs.add('refused: output scale far too fine', 'int16', even, { scales: [1, 1, 5e-5] });
  pairs.add('zero points', 'int16', even, { scales: [0.01, 0.02, 0.02], zeroPoints: [300, -20000, 5] });
  return pairs.list;
};

export default cases;
