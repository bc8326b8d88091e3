/** TANH: int8 at scales from flat to a step; int16 at powers of two and others, and what int16 refuses. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const INT8_SCALES = [1e-7, 1e-5, 1e-3, 0.01, 1 / 32, 0.06, 0.0837, 0.25, 0.9, 3.7, 8, 15, 16, 33, 1000, 1e8];
const INT16_SCALES = [
  1 / 4096,
  1 / 2048,
  1 / 1024,
  1 / 32768,
  1e-6,
  1e-4,
  2.5e-4,
  3e-4,
  1e-3,
  0.01,
  0.5,
  1,
  2.6,
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const int8 = { dtype: 'int8' as const, quant: quant(1 / 128, 0) };
  const int16 = { dtype: 'int16' as const, quant: quant(1 / 32768, 0) };

  for (const [k, scale] of INT8_SCALES.entries()) {
    const zero = [0, -128, 127, 13][k % 4]!;
    add(`scale ${scale}, zero point ${zero}`, single('TANH', [activation([1, 11, 17], scale, zero)], int8));
  }
  for (const scale of INT16_SCALES) {
    add(`int16, scale ${scale}`, single('TANH', [activation16([1, 5, 9], scale)], int16));
  }
  for (let k = 0; k < 5; k++) {
    const input = activation([1, 60], random.logarithmic(1e-3, 1), random.integer(-128, 127));
    add(`random ${k}`, single('TANH', [input], int8));
    add(`random ${k}, int16`, single('TANH', [activation16([40], random.logarithmic(1e-5, 1))], int16));
  }
  for (const shape of [[], [5], [1, 2, 1, 2, 1, 3]]) {
    add(`[${shape}]`, single('TANH', [activation(shape, 0.05, 0)], int8));
  }
  const odd = { dtype: 'int8' as const, quant: quant(0.005, -7) };
  add('output of another quantization', single('TANH', [activation([1, 30], 0.1, 0)], odd));
  const nearly = { dtype: 'int16' as const, quant: quant(1.0003 / 32768, 0) };
  add('int16, output scale nearly 1/32768', single('TANH', [activation16([1, 30], 0.001)], nearly));
  const coarse = { dtype: 'int16' as const, quant: quant(1 / 16384, 0) };
  add('refused: int16, output scale 1/16384', single('TANH', [activation16([1, 30], 0.001)], coarse));
  add('refused: int16, input zero point 1', single('TANH', [activation16([1, 30], 0.001, 1)], int16));
  const shifted = { dtype: 'int16' as const, quant: quant(1 / 32768, 1) };
  add('refused: int16, output zero point 1', single('TANH', [activation16([1, 30], 0.001)], shifted));
  return list;
};

export default cases;
