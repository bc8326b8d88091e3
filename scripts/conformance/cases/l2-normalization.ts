/** L2_NORMALIZATION: depths, ranks, zero points, rows of zeros and of one element that is not. */
import type { TensorData } from '../../../src/graph/dtype.ts';
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const int8 = { dtype: 'int8' as const, quant: quant(1 / 128, 0) };
  const attrs = { activation: 'NONE' };
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));

  for (const [k, shape] of [
    [7],
    [1, 1],
    [1, 2],
    [1, 10],
    [3, 12],
    [2, 3, 5],
    [1, 3, 4, 5],
    [1, 600],
  ].entries()) {
    for (const zero of [0, [-128, 127, 13][k % 3]!]) {
      add(
        `[${shape}], zero point ${zero}`,
        single('L2_NORMALIZATION', [activation(shape, 0.1, zero)], int8, attrs),
      );
    }
  }
  for (let k = 0; k < 6; k++) {
    const input = activation([3, random.integer(2, 30)], 0.02, random.integer(-128, 127));
    add(`random ${k}`, single('L2_NORMALIZATION', [input], int8, attrs));
  }
  const small = single('L2_NORMALIZATION', [activation([6, 4], 0.02, 5)], int8, attrs);
  const rows = [0, 0, 0, 0, 1, 0, 0, 0, -1, 1, 0, 0, 2, 0, 0, 1, 1, 1, 1, 1, 122, 122, 122, 122];
  const samples = [[Int8Array.from(rows, (value) => value + 5)]] as TensorData[][];
  list.push({ name: 'zeros and ones', graph: small, samples });
  const other = { dtype: 'int8' as const, quant: quant(0.02, -3) };
  add(
    'output of another quantization',
    single('L2_NORMALIZATION', [activation([2, 9], 0.1, 0)], other, attrs),
  );
  const five = [activation([1, 2, 1, 3, 2], 0.1, 0)];
  add('refused: 5 dimensions', single('L2_NORMALIZATION', five, { ...int8, shape: [1, 2, 1, 3, 2] }, attrs));
  const fused = { ...int8, shape: [2, 9] };
  const input = [activation([2, 9], 0.1, 0)];
  add('refused: fused RELU', single('L2_NORMALIZATION', input, fused, { activation: 'RELU' }));
  const int16 = { dtype: 'int16' as const, quant: quant(1 / 32768, 0) };
  add('refused: int16', single('L2_NORMALIZATION', [activation16([2, 9], 0.1)], int16, attrs));
  return list;
};

export default cases;
