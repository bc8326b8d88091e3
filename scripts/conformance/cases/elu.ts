/** ELU: scales from flat to a step, outputs finer and coarser, every zero point. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, shape: readonly number[], input: [number, number], output: [number, number]) => {
    const result = { dtype: 'int8' as const, quant: quant(...output) };
    list.push(withSamples(random, name, single('ELU', [activation(shape, ...input)], result)));
  };
  for (const [k, scale] of [1e-5, 0.001, 0.01, 0.03, 0.1, 0.5, 3, 100].entries()) {
    for (const ratio of [1, 0.3, 2.7]) {
      const zeroIn = [0, -128, 127, 5][k % 4]!;
      const zeroOut = [-128, 0, 3, 127, -90][(k + Math.round(ratio)) % 5]!;
      const name = `scales ${scale}, ${scale * ratio}, zero points ${zeroIn}, ${zeroOut}`;
      add(name, [1, 9, 17], [scale, zeroIn], [scale * ratio, zeroOut]);
    }
  }
  for (let k = 0; k < 8; k++) {
    const input: [number, number] = [random.logarithmic(1e-3, 1), random.integer(-128, 127)];
    add(`random ${k}`, [1, 80], input, [random.logarithmic(1e-3, 0.1), random.integer(-128, 127)]);
  }
  for (const shape of [[], [1], [2, 1, 2, 1, 3, 1]]) add(`[${shape}]`, shape, [0.1, 3], [0.1, -20]);
  const int16 = { dtype: 'int16' as const, quant: quant(0.1, 0) };
  list.push(withSamples(random, 'refused: int16', single('ELU', [activation16([9], 0.1)], int16)));
  return list;
};

export default cases;
