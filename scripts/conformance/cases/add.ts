/** ADD: broadcasting, scales far apart, constants, fused activations; int8, int16 and int32. */
import { broadcastPatterns, type ShapePair, UNEQUAL_RANKS } from '../broadcast.ts';
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';
import { FEW_SHAPES, PairCases } from '../pairs.ts';

const SHAPES: readonly ShapePair[] = [
  [
    [1, 5, 7, 3],
    [1, 5, 7, 3],
  ],
  ...broadcastPatterns([2, 3, 2, 3]),
  ...UNEQUAL_RANKS,
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const output = (scale: number, zeroPoint: number) => ({
    dtype: 'int8' as const,
    quant: quant(scale, zeroPoint),
  });
  const attrs = (fused: string) => ({ activation: fused, potScaleInt16: true });

  for (const [a, b] of SHAPES) {
    const inputs = [activation(a, 0.031, 5), activation(b, 0.047, -11)];
    add(`[${a}] + [${b}]`, single('ADD', inputs, output(0.06, 3), attrs('NONE')));
  }
  for (const fused of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    const inputs = [activation([1, 4, 4, 3], 0.05, -20), activation([1, 4, 4, 3], 0.02, 30)];
    add(fused, single('ADD', inputs, output(0.045, -40), attrs(fused)));
  }
  for (const [k, [s1, s2, so]] of [
    [1, 1, 2],
    [1e-6, 1e-6, 1e-6],
    [1e6, 3e5, 2e6],
    [1e-9, 1, 0.7],
    [1, 1e-12, 0.9],
    [0.01, 0.01, 1e-6],
    [0.5, 0.25, 4e-6],
    [0.3, 0.7, 1e9],
  ].entries()) {
    const inputs = [activation([1, 61], s1!, -128 + k * 3), activation([1, 61], s2!, 127 - k)];
    add(`scales ${s1}, ${s2}, ${so}`, single('ADD', inputs, output(so!, 127 - k * 30), attrs('NONE')));
  }
  for (let k = 0; k < 8; k++) {
    const scale = () => random.logarithmic(1e-3, 1);
    const zero = () => random.integer(-128, 127);
    const inputs = [activation([1, 97], scale(), zero()), activation([1, 97], scale(), zero())];
    add(`random ${k}`, single('ADD', inputs, output(scale(), zero()), attrs('NONE')));
  }
  const constant = { ...activation([3], 0.02, 7), data: random.int8(3) };
  const input = activation([1, 5, 3], 0.03, -9);
  add('constant second', single('ADD', [input, constant], output(0.04, 0), attrs('NONE')));
  add('constant first', single('ADD', [constant, input], output(0.04, 0), attrs('NONE')));
  add('same tensor twice', single('ADD', [input, input], output(0.06, 1), attrs('NONE')));

  for (const fused of ['RELU6', 'RELU_N1_TO_1']) {
    for (const scale of [1e-12, 1e-9, 1e-7, 0.3, 40, 1e9]) {
      const inputs = [activation([1, 19], scale, 3), activation([1, 19], scale, -60)];
      add(`${fused}, scale ${scale}`, single('ADD', inputs, output(scale, -8), attrs(fused)));
    }
  }
  const fine = [activation([1, 8], 1, 0), activation([1, 8], 1, 0)];
  add('refused: output scale far too fine', single('ADD', fine, output(1e-6, 0), attrs('NONE')));

  const pairs = new PairCases(random, 'ADD', { activation: 'NONE', potScaleInt16: true });
  const even = FEW_SHAPES[0]!;
  pairs.shapes('int16', FEW_SHAPES, { scales: [3.1e-4, 4.7e-4, 6e-4] });
  for (const scales of [
    [1, 1, 2],
    [1e-6, 1e-6, 1e-6],
    [1e6, 3e5, 2e6],
    [1e-9, 1, 0.7],
    [0.5, 0.25, 1e-4],
    [0.3, 0.7, 1e9],
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
  pairs.randomScales('int16', 5, (a, b) => Math.max(a, b) * random.logarithmic(0.3, 3));
  const powers = { scales: [2 ** -10, 2 ** -12, 2 ** -10] } as const;
  pairs.add('scales of powers of two, said to be', 'int16', even, powers);
  pairs.add('scales of powers of two', 'int16', even, powers, { potScaleInt16: false });
  pairs.add('zero points', 'int16', even, { scales: [0.01, 0.02, 0.02], zeroPoints: [300, -20000, 5] });
  for (const fused of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    pairs.add(fused, 'int16', even, { scales: [4e-4, 2e-4, 3e-4] }, { activation: fused });
  }
  pairs.shapes('int32', FEW_SHAPES);
  pairs.add('refused: output scale far too fine', 'int16', even, { scales: [1, 1, 5e-5] });
  return [...list, ...pairs.list];
};

export default cases;
