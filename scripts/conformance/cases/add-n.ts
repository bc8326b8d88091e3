/** ADD_N: two to eight inputs, scales, zero points. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';

const SHAPES = [[], [1], [17], [1, 5, 3], [2, 1, 2, 1, 2, 3]];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, inputs: readonly Tensor[], scale: number, zeroPoint: number): void => {
    const output = { dtype: 'int8' as const, quant: quant(scale, zeroPoint) };
    list.push(withSamples(random, name, single('ADD_N', inputs, output)));
  };
  const several = (count: number, tensor: Tensor): Tensor[] =>
    Array.from({ length: count }, () => ({ ...tensor }));

  for (let count = 2; count <= 8; count++) {
    add(`${count} inputs`, several(count, activation([1, 13], 0.05, 0)), 0.05 * count, 0);
    add(`${count} inputs, zero point`, several(count, activation([1, 13], 0.05, 7)), 0.05 * count, -3);
  }
  for (const shape of SHAPES) add(`[${shape}]`, several(3, activation(shape, 0.05, -5)), 0.1, 3);
  for (const [scale, outputScale] of [
    [1, 1],
    [1e-6, 1e-6],
    [1e6, 1e9],
    [0.3, 1e-6],
    [1e-9, 0.7],
  ] as const) {
    for (const zeroPoint of [-128, 0, 127]) {
      const inputs = several(3, activation([1, 29], scale, zeroPoint));
      add(
        `scales ${scale}, ${outputScale}, zero point ${zeroPoint}`,
        inputs,
        outputScale,
        Math.trunc(-zeroPoint / 2),
      );
    }
  }
  const input = activation([1, 13], 0.05, 7);
  add('same tensor twice', [input, input], 0.07, 0);
  add('constant', [input, { ...input, data: random.int8(13) }], 0.07, 0);
  add('refused: other scale', [input, activation([1, 13], 0.06, 7)], 0.07, 0);
  add('refused: other zero point', [input, activation([1, 13], 0.05, 8)], 0.07, 0);
  add('refused: output scale far too fine', several(2, input), 1e-9, 0);
  return list;
};

export default cases;
