/** MEAN: every set of axes, negative and repeated ones, kept dimensions, scales that differ. */
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

  for (const [k, [shape, axes]] of AXES.entries()) {
    for (const keepDims of [false, true]) {
      const inputs = [activation(shape, 0.05, 20 - k), integers(axes)];
      const name = `[${shape}] over [${axes}]${keepDims ? ', kept' : ''}`;
      add(
        name,
        single('MEAN', inputs, output(keepDims ? 0.05 : 0.011, keepDims ? 20 - k : -30), { keepDims }),
      );
    }
  }
  for (const [shape, axes] of SIX_DIMENSIONS) {
    const inputs = [activation(shape, 0.05, 3), integers(axes)];
    add(`6 dimensions over [${axes}]`, single('MEAN', inputs, output(0.03, -7), { keepDims: true }));
  }
  for (const scale of [0.05, 0.02]) {
    const inputs = [activation([2, 3], 0.05, 3), integers([])];
    add(`over nothing, scale ${scale}`, single('MEAN', inputs, output(scale, 3), { keepDims: false }));
  }
  const many = [activation([1, 48, 48, 2], 0.05, 127), integers([1, 2])];
  add('mean of 2304', single('MEAN', many, output(0.049, 120), { keepDims: false }));
  const scalar = [activation([1, 4, 3], 0.05, 3), integers([1], [])];
  add('scalar axis', single('MEAN', scalar, output(0.02, 0), { keepDims: false }));
  for (const [scaleIn, scaleOut] of [
    [1, 1e-3],
    [1e-3, 1],
    [0.5, 0.25],
    [0.33, 0.1],
    [1e-6, 1e3],
    [3, 0.7],
  ]) {
    for (const size of [3, 7, 8, 100]) {
      const inputs = [activation([1, size, 5], scaleIn!, -128), integers([1])];
      const name = `mean of ${size}, scales ${scaleIn}, ${scaleOut}`;
      add(name, single('MEAN', inputs, output(scaleOut!, 100), { keepDims: false }));
    }
  }

  const int16 = (scale: number, zeroPoint = 0) => ({
    dtype: 'int16' as const,
    quant: quant(scale, zeroPoint),
  });
  for (const [k, [shape, axes]] of AXES.slice(10).entries()) {
    if (shape.length === 4) continue;
    const inputs = [activation16(shape, 1e-3), integers(axes)];
    const scale = [1e-3, 4e-4, 0.01][k % 3]!;
    add(`int16, [${shape}] over [${axes}]`, single('MEAN', inputs, int16(scale), { keepDims: k % 2 === 1 }));
  }
  const skewed = [activation16([1, 5, 6], 1e-3, 300), integers([1])];
  add('int16 with zero points', single('MEAN', skewed, int16(1e-3, -77), { keepDims: false }));
  return list;
};

export default cases;
