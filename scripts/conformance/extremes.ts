/** The cases of REDUCE_MAX and REDUCE_MIN, which differ in nothing but the operator. */
import { AXES, SIX_DIMENSIONS } from './axes.ts';
import type { Case, Cases } from './network.ts';
import { activation, activation16, integers, quant, single, withSamples } from './network.ts';

/** The cases of one of them. */
export function extremes(type: string): Cases {
  return (random) => {
    const list: Case[] = [];
    const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
    for (const [k, [shape, axes]] of [...AXES, ...SIX_DIMENSIONS].entries()) {
      const [scale, zeroPoint, keepDims] = [0.05 * (k + 1), 20 - 3 * k, k % 2 === 1];
      const inputs = [activation(shape, scale, zeroPoint), integers(axes)];
      const output = { dtype: 'int8' as const, quant: quant(scale, zeroPoint) };
      const name = `[${shape}] over [${axes}]${keepDims ? ', kept' : ''}`;
      add(name, single(type, inputs, output, { keepDims }));
    }
    const output = { dtype: 'int8' as const, quant: quant(0.05, 3) };
    const attrs = { keepDims: false };
    const input = activation([1, 4, 3], 0.05, 3);
    add('over nothing', single(type, [input, integers([])], output, attrs));
    add('scalar axis', single(type, [input, integers([1], [])], output, attrs));
    const rescaled = { dtype: 'int8' as const, quant: quant(0.06, 3) };
    add('refused: another scale', single(type, [input, integers([1])], rescaled, attrs));
    const shifted = { dtype: 'int8' as const, quant: quant(0.05, 4) };
    add('refused: another zero point', single(type, [input, integers([1])], shifted, attrs));
    const int16 = { dtype: 'int16' as const, quant: quant(0.05, 0) };
    const wide = [activation16([1, 4, 3], 0.05), integers([1])];
    add('refused: int16', single(type, wide, int16, attrs));
    return list;
  };
}
