/** MUL: broadcasting, scales far apart, constants, fused activations; int8, int16 and int32. */
import { broadcastPatterns, type ShapePair, UNEQUAL_RANKS } from '../broadcast.ts';
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';
import { FEW_SHAPES, PairCases } from '../pairs.ts';

const SHAPES: readonly ShapePair[] = [
  [
    [1, 5, 7, 3],
    [1, 5, 7, 3],
  ],
  ...broadcastPatterns([2, 3, 4]),
  ...UNEQUAL_RANKS,
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const output = (scale: number, zeroPoint: number) => ({
    dtype: 'int8' as const,
    quant: quant(scale, zeroPoint),
  });

  for (const [a, b] of SHAPES) {
    const inputs = [activation(a, 0.031, 5), activation(b, 0.047, -11)];
    add(`[${a}] × [${b}]`, single('MUL', inputs, output(0.11, 3), { activation: 'NONE' }));
  }
  for (const activationName of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    const inputs = [activation([1, 4, 4, 3], 0.05, -20), activation([1, 4, 4, 3], 0.02, 30)];
    add(activationName, single('MUL', inputs, output(0.045, -40), { activation: activationName }));
  }
  for (const [k, [s1, s2, so]] of [
    [1, 1, 1],
    [1, 1, 0.5],
    [1, 0.75, 0.01],
    [1, 1, 0.0001],
    [1e-5, 1e-5, 1],
    [1e-3, 1e-3, 1e3],
    [1e4, 1e4, 1e8],
    [1 / 256, 1 / 256, 1 / 256],
    [1e-20, 1e-12, 1],
    [1e4, 1e4, 1],
  ].entries()) {
    const inputs = [activation([1, 61], s1!, -128 + k * 3), activation([1, 61], s2!, 127 - k)];
    add(
      `scales ${s1}, ${s2}, ${so}`,
      single('MUL', inputs, output(so!, Math.max(-128, 127 - k * 30)), { activation: 'NONE' }),
    );
  }
  for (let k = 0; k < 8; k++) {
    const zero = () => random.integer(-128, 127);
    const [s1, s2] = [random.logarithmic(1e-3, 1), random.logarithmic(1e-3, 1)];
    const inputs = [activation([1, 97], s1, zero()), activation([1, 97], s2, zero())];
    const so = s1 * s2 * random.logarithmic(20, 400);
    add(`random ${k}`, single('MUL', inputs, output(so, zero()), { activation: 'NONE' }));
  }
  const constant = { ...activation([3], 0.02, 7), data: random.int8(3) };
  const input = activation([1, 5, 3], 0.03, -9);
  add('constant second', single('MUL', [input, constant], output(0.04, 0), { activation: 'NONE' }));
  add('constant first', single('MUL', [constant, input], output(0.04, 0), { activation: 'NONE' }));
  add('square', single('MUL', [input, input], output(0.1, -128), { activation: 'NONE' }));
  for (const fused of ['RELU6', 'RELU_N1_TO_1']) {
    for (const scale of [1e-12, 1e-9, 1e-7, 0.3, 40, 1e9]) {
      const inputs = [activation([1, 19], scale, 3), activation([1, 19], 1, -60)];
      add(`${fused}, scale ${scale}`, single('MUL', inputs, output(scale, -8), { activation: fused }));
    }
  }

  const pairs = new PairCases(random, 'MUL', { activation: 'NONE' });
  const even = FEW_SHAPES[0]!;
  pairs.shapes('int16', FEW_SHAPES, { scales: [3.1e-4, 4.7e-4, 2e-3] });
  for (const scales of [
    [1, 1, 1],
    [1, 1, 30000],
    [1, 0.75, 0.01],
    [1e-5, 1e-5, 1e-7],
    [1e4, 1e4, 1e12],
    [2 ** -15, 2 ** -15, 2 ** -15],
  ] as const) {
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
  pairs.randomScales('int16', 5, (a, b) => a * b * random.logarithmic(5e3, 5e4));
  pairs.shapes('int32', FEW_SHAPES);
  for (const activationName of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    pairs.add(activationName, 'int16', even, { scales: [4e-4, 2e-2, 3e-4] }, { activation: activationName });
    pairs.add(activationName, 'int32', even, undefined, { activation: activationName });
  }
  pairs.add('refused: zero point', 'int16', even, { scales: [1, 1, 1], zeroPoints: [0, 1, 0] });
  pairs.add('refused: output zero point', 'int16', even, { scales: [1, 1, 1], zeroPoints: [0, 0, -1] });
  return [...list, ...pairs.list];
};

export default cases;
