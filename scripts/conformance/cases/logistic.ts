/** LOGISTIC: all input values at scales from flat to a step. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const INT16_SCALES = [1 / 4096, 1 / 2048, 1 / 8192, 1 / 32768, 1e-6, 1e-4, 3e-4, 1e-3, 0.01, 0.5, 1, 2.6];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const int8 = { dtype: 'int8' as const, quant: quant(1 / 256, -128) };
  const scales = [
    1e-8,
    1e-6,
    1e-3,
    0.01,
    0.031,
    1 / 16,
    0.0837,
    0.1,
    0.25,
    0.9,
    1,
    3.7,
    7.9,
    8,
    15,
    16,
    33,
    1000,
    1e9,
  ];
  for (const [k, scale] of scales.entries()) {
    const zero = [0, -128, 127, 13][k % 4]!;
    add(
      `scale ${scale}, zero point ${zero}`,
      single('LOGISTIC', [activation([1, 17, 31], scale, zero)], int8),
    );
  }
  for (let k = 0; k < 6; k++) {
    const input = activation([1, 60], random.logarithmic(1e-3, 1), random.integer(-128, 127));
    add(`random ${k}`, single('LOGISTIC', [input], int8));
  }
  for (const shape of [[], [5], [1, 2, 1, 2, 1, 3]]) {
    add(`[${shape}]`, single('LOGISTIC', [activation(shape, 0.05, 0)], int8));
  }
  const odd = { dtype: 'int8' as const, quant: quant(0.005, -128) };
  add('output scale 0.005', single('LOGISTIC', [activation([1, 30], 0.1, 0)], odd));
  const shifted = { dtype: 'int8' as const, quant: quant(1 / 256, 0) };
  add('refused: output zero point 0', single('LOGISTIC', [activation([1, 30], 0.1, 0)], shifted));

  const int16 = { dtype: 'int16' as const, quant: quant(1 / 32768, 0) };
  for (const scale of INT16_SCALES) {
    add(`int16, scale ${scale}`, single('LOGISTIC', [activation16([1, 5, 9], scale)], int16));
  }
  for (let k = 0; k < 5; k++) {
    add(`random ${k}, int16`, single('LOGISTIC', [activation16([40], random.logarithmic(1e-5, 1))], int16));
  }
  const coarse = { dtype: 'int16' as const, quant: quant(1 / 65536, 0) };
  add('refused: int16, output scale 1/65536', single('LOGISTIC', [activation16([1, 30], 0.001)], coarse));
  add('refused: int16, input zero point 1', single('LOGISTIC', [activation16([1, 30], 0.001, 1)], int16));
  return list;
};

export default cases;
