/** LOG_SOFTMAX: depths, ranks, input scales from flat to winner takes all. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const int8 = { dtype: 'int8' as const, quant: quant(1 / 16, 127) };

  for (const shape of [
    [7],
    [1, 1],
    [1, 2],
    [1, 10],
    [3, 12],
    [2, 3, 5],
    [1, 3, 4, 5],
    [1, 257],
    [2, 1, 2, 1, 1, 3],
  ]) {
    add(`[${shape}]`, single('LOG_SOFTMAX', [activation(shape, 0.1, 4)], int8));
  }
  for (const scale of [
    2e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.037, 0.0625, 0.1, 0.3, 0.5, 1, 3, 10, 15.9, 16, 20, 1e3, 1e9,
  ]) {
    add(`scale ${scale}`, single('LOG_SOFTMAX', [activation([2, 13], scale, -50)], int8));
  }
  for (let k = 0; k < 10; k++) {
    const input = activation(
      [4, random.integer(2, 40)],
      random.logarithmic(1e-3, 3),
      random.integer(-128, 127),
    );
    add(`random ${k}`, single('LOG_SOFTMAX', [input], int8));
  }
  add('1000 classes, all but even', single('LOG_SOFTMAX', [activation([1, 1000], 1e-3, 0)], int8));
  const input = activation([1, 10], 0.1, 0);
  const other = { dtype: 'int8' as const, quant: quant(1 / 32, 127) };
  add('refused: output scale 1/32', single('LOG_SOFTMAX', [input], other));
  const shifted = { dtype: 'int8' as const, quant: quant(1 / 16, 0) };
  add('refused: output zero point 0', single('LOG_SOFTMAX', [input], shifted));
  add('refused: input scale far too small', single('LOG_SOFTMAX', [activation([1, 10], 1e-9, 0)], int8));
  const int16 = { dtype: 'int16' as const, quant: quant(1 / 2048, 0) };
  add('refused: int16', single('LOG_SOFTMAX', [activation16([1, 10], 0.1)], int16));
  return list;
};

export default cases;
