/** LEAKY_RELU: slopes of either sign, scales finer, equal and coarser than the output's, every zero point, int16. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

/** Scale and zero point of the input, and of the output. */
const QUANTIZATIONS = [
  [0.1, 0, 0.1, 0],
  [0.1, -128, 0.05, -128],
  [0.1, 127, 0.1, -5],
  [0.03, -5, 0.1, 100],
  [1, 30, 0.004, -128],
  [1e-6, 0, 1e-5, 3],
  [1e5, -77, 3e4, -50],
  [1e-12, 0, 1, -4],
] as const;

const ALPHAS = [0.01, 0.1, 0.3, 1, 0, 2.5, -0.5, 1e-6];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const [k, alpha] of ALPHAS.entries()) {
    for (const [scaleIn, zeroIn, scaleOut, zeroOut] of [QUANTIZATIONS[0], QUANTIZATIONS[(k % 7) + 1]!]) {
      const output = { dtype: 'int8' as const, quant: quant(scaleOut, zeroOut) };
      const input = activation([1, 9, 11], scaleIn, zeroIn);
      add(`alpha ${alpha}, scales ${scaleIn}, ${scaleOut}`, single('LEAKY_RELU', [input], output, { alpha }));
    }
    const scale = random.logarithmic(1e-4, 1);
    const output = { dtype: 'int16' as const, quant: quant(random.logarithmic(1e-4, 1), 0) };
    add(`alpha ${alpha}, int16`, single('LEAKY_RELU', [activation16([1, 60], scale)], output, { alpha }));
  }
  for (let k = 0; k < 6; k++) {
    const input = activation([40], random.logarithmic(1e-3, 1), random.integer(-128, 127));
    const output = {
      dtype: 'int8' as const,
      quant: quant(random.logarithmic(1e-3, 1), random.integer(-128, 127)),
    };
    const alpha = random.next() * 2 - 1;
    add(`random ${k}`, single('LEAKY_RELU', [input], output, { alpha }));
  }
  const skewed = { dtype: 'int16' as const, quant: quant(0.02, -300) };
  add('int16 with zero points', single('LEAKY_RELU', [activation16([40], 0.01, 77)], skewed, { alpha: 0.2 }));
  for (const shape of [[], [1], [2, 1, 2, 1, 3, 1]]) {
    const output = { dtype: 'int8' as const, quant: quant(0.1, 0) };
    add(`[${shape}]`, single('LEAKY_RELU', [activation(shape, 0.1, 3)], output, { alpha: 0.2 }));
  }
  return list;
};

export default cases;
