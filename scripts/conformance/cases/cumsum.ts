/** CUMSUM: every axis, from either end, with and without the element itself, outputs finer and coarser. */
import type { Case, Cases } from '../network.ts';
import { activation, activation16, integers, quant, single, withSamples } from '../network.ts';

const SHAPES = [[7], [1], [3, 4], [2, 3, 5], [1, 4, 3, 2], [2, 1, 3, 2, 2, 3]];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const int8 = (scale: number, zeroPoint: number) => ({
    dtype: 'int8' as const,
    quant: quant(scale, zeroPoint),
  });

  let k = 0;
  for (const shape of SHAPES) {
    for (let axis = -1; axis < shape.length; axis++) {
      const attrs = { exclusive: k % 2 === 1, reverse: k % 4 > 1 };
      const input = activation(shape, 0.1, [0, -128, 5][k % 3]!);
      const output = int8([0.1, 0.25, 0.04][k % 3]!, [0, 3, -128, 127][k % 4]!);
      const name = `[${shape}], axis ${axis}${attrs.exclusive ? ', exclusive' : ''}${attrs.reverse ? ', reverse' : ''}`;
      add(name, single('CUMSUM', [input, integers([axis])], output, attrs));
      k++;
    }
  }
  for (const exclusive of [false, true]) {
    for (const reverse of [false, true]) {
      for (const zero of [0, -31]) {
        const inputs = [activation([2, 6, 3], 0.05, zero), integers([1])];
        const name = `zero point ${zero}, exclusive ${exclusive}, reverse ${reverse}`;
        add(name, single('CUMSUM', inputs, int8(0.1, 7), { exclusive, reverse }));
      }
    }
  }
  const attrs = { exclusive: false, reverse: false };
  for (const [scaleIn, scaleOut] of [
    [1, 1e-3],
    [1e-3, 1],
    [1, 1.91e-6],
    [1e-6, 1e3],
  ] as const) {
    const inputs = [activation([2, 6], scaleIn, 0), integers([1])];
    add(`scales ${scaleIn}, ${scaleOut}`, single('CUMSUM', inputs, int8(scaleOut, 1), attrs));
  }
  const scalar = [activation([2, 6], 0.1, 0), integers([1], [])];
  add('scalar axis', single('CUMSUM', scalar, int8(0.2, 1), attrs));
  const fine = [activation([2, 6], 1, 0), integers([1])];
  add('refused: output 2^19 times finer', single('CUMSUM', fine, int8(1.9e-6, 1), attrs));
  const outside = [activation([2, 6], 0.1, 0), integers([2])];
  add(
    'refused: axis 2 of 2 dimensions',
    single('CUMSUM', outside, { ...int8(0.1, 0), shape: [2, 6] }, attrs),
  );
  const int16 = { dtype: 'int16' as const, quant: quant(0.1, 0) };
  add('refused: int16', single('CUMSUM', [activation16([2, 6], 0.1), integers([1])], int16, attrs));
  return list;
};

export default cases;
