/** HARD_SWISH: scales from flat to far beyond 3, outputs finer and coarser, every zero point. */
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (
    name: string,
    shape: readonly number[],
    [scaleIn, zeroIn]: readonly [number, number],
    [scaleOut, zeroOut]: readonly [number, number],
  ): void => {
    const output = { dtype: 'int8' as const, quant: quant(scaleOut, zeroOut) };
    const graph = single('HARD_SWISH', [activation(shape, scaleIn, zeroIn)], output);
    list.push(withSamples(random, name, graph));
  };

  const scales = [
    1e-9,
    1e-6,
    1e-4,
    0.001,
    0.0117,
    0.0118,
    0.0235,
    3 / 128,
    0.05,
    0.1,
    0.5,
    1,
    3,
    10,
    1000,
    1e6,
  ];
  for (const [k, scale] of scales.entries()) {
    for (const ratio of [1, 0.7, 3, 1 / 100, 1000]) {
      const zeroIn = [0, -128, 127, 5][k % 4]!;
      const zeroOut = [-128, 0, 3, 127][(k + Math.round(ratio)) % 4]!;
      const name = `scales ${scale}, ${scale * ratio}, zero points ${zeroIn}, ${zeroOut}`;
      add(name, [1, 5, 9], [scale, zeroIn], [scale * ratio, zeroOut]);
    }
  }
  for (let k = 0; k < 10; k++) {
    const [zeroIn, zeroOut] = [random.integer(-128, 127), random.integer(-128, 127)];
    const [scaleIn, scaleOut] = [random.logarithmic(1e-3, 1), random.logarithmic(1e-2, 1)];
    add(`random ${k}`, [1, 80], [scaleIn, zeroIn], [scaleOut, zeroOut]);
  }
  add('output far too coarse', [60], [0.1, 0], [100, 3]);
  add('output coarser by 2^17', [60], [0.1, 0], [0.1 * 2 ** 11, 3]);
  for (const shape of [[], [1], [2, 1, 2, 1, 3, 1]]) add(`[${shape}]`, shape, [0.1, 3], [0.1, -20]);
  add('refused: output 128 times finer', [30], [1, 0], [1 / 128.5, 0]);
  return list;
};

export default cases;
