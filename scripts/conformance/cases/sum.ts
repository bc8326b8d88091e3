/** SUM: every set of axes, kept dimensions, outputs finer and coarser than the input, int16. */
import { AXES, SIX_DIMENSIONS } from '../axes.ts';
import type { Case, Cases } from '../network.ts';
import { activation, activation16, integers, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const output = (scale: number, zeroPoint: number) => ({
    dtype: 'int8' as const,
    quant: quant(scale, zeroPoint),
  });
  const int16 = (scale: number, zeroPoint = 0) => ({
    dtype: 'int16' as const,
    quant: quant(scale, zeroPoint),
  });

  for (const [k, [shape, axes]] of [...AXES, ...SIX_DIMENSIONS].entries()) {
    const keepDims = k % 2 === 1;
    const name = `[${shape}] over [${axes}]${keepDims ? ', kept' : ''}`;
    const inputs = [activation(shape, 0.05, 20 - k), integers(axes)];
    add(name, single('SUM', inputs, output([0.05, 0.2, 1][k % 3]!, k - 20), { keepDims }));
    if (k % 2 === 0) {
      const inputs16 = [activation16(shape, 1e-3), integers(axes)];
      add(`int16, ${name}`, single('SUM', inputs16, int16([1e-3, 0.005, 0.02][k % 3]!), { keepDims }));
    }
  }
  for (const [scaleIn, scaleOut] of [
    [1, 1e-3],
    [1e-3, 1],
    [0.33, 3],
    [1e-6, 1e3],
  ]) {
    const inputs = [activation([1, 17, 5], scaleIn!, -128), integers([1])];
    add(`scales ${scaleIn}, ${scaleOut}`, single('SUM', inputs, output(scaleOut!, 100), { keepDims: false }));
  }
  const none = [activation([2, 3], 0.05, 3), integers([])];
  add('over nothing', single('SUM', none, output(0.04, 5), { keepDims: false }));
  const scalar = [activation([1, 4, 3], 0.05, 3), integers([1], [])];
  add('scalar axis', single('SUM', scalar, output(0.1, 0), { keepDims: false }));
  const skewed = [activation16([1, 5, 6], 1e-3, 300), integers([1])];
  add('int16 with zero points', single('SUM', skewed, int16(4e-3, -77), { keepDims: false }));
  return list;
};

export default cases;
