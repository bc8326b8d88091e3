/** ABS: scales finer, equal and coarser than the output's, every zero point, int16 with and without quantization. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, input: Tensor, scale: number, zeroPoint: number): void => {
    const output = { dtype: input.dtype, quant: quant(scale, zeroPoint) };
    list.push(withSamples(random, name, single('ABS', [input], output)));
  };
  for (const [scaleIn, zeroIn, scaleOut, zeroOut] of [
    [0.1, 0, 0.1, 0],
    [0.1, -7, 0.1, -7],
    [0.1, -128, 0.1, 127],
    [0.1, 127, 0.1, -128],
    [0.1, 0, 0.05, -128],
    [0.03, -5, 0.1, 100],
    [1, 30, 0.004, -128],
    [1e-6, 0, 1e-5, 3],
    [1e5, -77, 3e4, -50],
    [0.1, 0, 0.30000001192092896, -128],
    [1e-12, 0, 1, -4],
    [1e30, 7, 1e30, 7],
  ] as const) {
    const name = `scales ${scaleIn}, ${scaleOut}, zero points ${zeroIn}, ${zeroOut}`;
    add(name, activation([1, 9, 17], scaleIn, zeroIn), scaleOut, zeroOut);
  }
  for (let k = 0; k < 6; k++) {
    const input = activation([40], random.logarithmic(1e-3, 1), random.integer(-128, 127));
    add(`random ${k}`, input, random.logarithmic(1e-3, 1), random.integer(-128, 127));
    const scale = random.logarithmic(1e-4, 1);
    add(`random ${k}, int16`, activation16([40], scale), k === 0 ? scale : random.logarithmic(1e-4, 1), 0);
  }
  for (const shape of [[], [1], [2, 1, 2, 1, 3, 1]]) add(`[${shape}]`, activation(shape, 0.1, 3), 0.1, -20);
  const plain: Tensor = { name: 'input', shape: [40], dtype: 'int16' };
  list.push(withSamples(random, 'int16, not quantized', single('ABS', [plain], { dtype: 'int16' })));
  add('refused: int16, input zero point 1', activation16([9], 0.1, 1), 0.05, 0);
  add('refused: int16, output zero point 1', activation16([9], 0.1), 0.05, 1);
  return list;
};

export default cases;
