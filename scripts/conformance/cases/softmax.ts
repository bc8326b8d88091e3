/** SOFTMAX: depths, ranks, beta, input scales from flat to winner takes all, int16 output, int16 on both sides. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const int8 = { dtype: 'int8' as const, quant: quant(1 / 256, -128) };
  const int16 = { dtype: 'int16' as const, quant: quant(1 / 65536, -32768) };

  for (const shape of [
    [7],
    [1, 1],
    [1, 2],
    [1, 10],
    [3, 12],
    [2, 3, 5],
    [1, 3, 4, 5],
    [1, 257],
    [2, 1, 2, 1, 3],
    [2, 1, 2, 1, 1, 3],
  ]) {
    add(`[${shape}]`, single('SOFTMAX', [activation(shape, 0.1, 4)], int8, { beta: 1 }));
  }
  for (const scale of [2e-8, 1e-7, 1e-4, 1e-3, 0.01, 0.037, 0.1, 0.3, 1, 3, 10, 15.9, 16, 20, 1000, 1e12]) {
    add(`scale ${scale}`, single('SOFTMAX', [activation([2, 13], scale, -50)], int8, { beta: 1 }));
  }
  for (const beta of [0.1, 0.5, 2, 10, 1000]) {
    add(`beta ${beta}`, single('SOFTMAX', [activation([2, 13], 0.07, 127)], int8, { beta }));
  }
  for (const scale of [1e-3, 0.05, 0.25, 2]) {
    add(`int16, scale ${scale}`, single('SOFTMAX', [activation([2, 13], scale, 0)], int16, { beta: 1 }));
  }
  for (const [scale, beta] of [
    [1e-30, 1e30],
    [1e30, 1e-30],
    [1e-5, 0.05],
    [0.5, 31.9],
  ] as const) {
    add(`scale ${scale}, beta ${beta}`, single('SOFTMAX', [activation([3, 21], scale, 9)], int8, { beta }));
  }
  for (let k = 0; k < 6; k++) {
    const input = activation([4, 9], random.logarithmic(1e-3, 3), random.integer(-128, 127));
    const output = k % 2 === 0 ? int8 : int16;
    add(`random ${k}`, single('SOFTMAX', [input], output, { beta: random.logarithmic(0.1, 10) }));
  }
  const nearly = { dtype: 'int16' as const, quant: quant((1 + 5e-4) / 65536, -32768) };
  add(
    'int16, output scale half a thousandth off',
    single('SOFTMAX', [activation([1, 9], 0.1, 0)], nearly, { beta: 1 }),
  );
  const wide = activation([1, 500], 1e-3, 0);
  add('500 classes, all but even', single('SOFTMAX', [wide], int8, { beta: 1 }));
  add('500 classes, int16', single('SOFTMAX', [wide], int16, { beta: 1 }));

  const input = activation([1, 10], 0.1, 0);
  const other = { dtype: 'int8' as const, quant: quant(1 / 128, -128) };
  add('refused: output scale 1/128', single('SOFTMAX', [input], other, { beta: 1 }));
  const shifted = { dtype: 'int8' as const, quant: quant(1 / 256, 0) };
  add('refused: output zero point 0', single('SOFTMAX', [input], shifted, { beta: 1 }));
  const tiny = activation([1, 10], 1e-9, 0);
  add('refused: input scale far too small', single('SOFTMAX', [tiny], int8, { beta: 1 }));
  add('refused: beta 0', single('SOFTMAX', [input], int8, { beta: 0 }));
  add('refused: beta -1', single('SOFTMAX', [input], int8, { beta: -1 }));
  add('refused: beta not a number', single('SOFTMAX', [input], int8, { beta: Number.NaN }));
  const off = { dtype: 'int16' as const, quant: quant(1 / 32768, -32768) };
  add('refused: int16, output scale 1/32768', single('SOFTMAX', [input], off, { beta: 1 }));

  const wide16 = { dtype: 'int16' as const, quant: quant(1 / 32768, 0) };
  for (const shape of [[7], [1, 1], [3, 12], [2, 1, 2, 1, 1, 3]]) {
    add(`int16, [${shape}]`, single('SOFTMAX', [activation16(shape, 1e-3)], wide16, { beta: 1 }));
  }
  for (const scale of [1e-9, 1e-5, 1e-4, 1 / 4096, 3e-3, 0.1, 3]) {
    add(
      `int16 to int16, scale ${scale}`,
      single('SOFTMAX', [activation16([2, 13], scale)], wide16, { beta: 1 }),
    );
  }
  for (const beta of [0, 0.1, 2, 100]) {
    add(`int16, beta ${beta}`, single('SOFTMAX', [activation16([2, 13], 3e-4)], wide16, { beta }));
  }
  add('int16, 500 classes', single('SOFTMAX', [activation16([1, 500], 1e-5)], wide16, { beta: 1 }));
  const almost = { dtype: 'int16' as const, quant: quant((1 - 5e-4) / 32768, 0) };
  add(
    'int16, output scale nearly 1/32768',
    single('SOFTMAX', [activation16([1, 9], 1e-3)], almost, { beta: 1 }),
  );
  const half = { dtype: 'int16' as const, quant: quant(1 / 65536, 0) };
  add('refused: int16, scale 1/65536', single('SOFTMAX', [activation16([1, 9], 1e-3)], half, { beta: 1 }));
  add(
    'refused: int16, zero point 1',
    single('SOFTMAX', [activation16([1, 9], 1e-3, 1)], wide16, { beta: 1 }),
  );
  return list;
};

export default cases;
