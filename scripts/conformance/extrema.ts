/** The cases of MAXIMUM and MINIMUM. */
import { UNEQUAL_RANKS } from './broadcast.ts';
import type { Cases } from './network.ts';
import { activation, quant, single } from './network.ts';
import { FEW_SHAPES, PairCases } from './pairs.ts';

/** The cases of one of them. */
export function extrema(type: string): Cases {
  return (random) => {
    const pairs = new PairCases(random, type);
    const few = FEW_SHAPES.slice(1);
    pairs.shapes('int8', [FEW_SHAPES[0]!, ...UNEQUAL_RANKS, ...few], {
      scales: [0.05, 0.05, 0.05],
      zeroPoints: [-9, -9, -9],
    });
    pairs.shapes('int16', FEW_SHAPES, { scales: [0.001, 0.001, 0.001] });
    pairs.shapes('int32', FEW_SHAPES);
    pairs.shapes('int64', FEW_SHAPES);
    const input = activation([1, 5, 3], 0.03, -9);
    const constant = { ...activation([3], 0.03, -9), data: random.int8(3) };
    const output = { dtype: 'int8' as const, quant: quant(0.03, -9) };
    pairs.addGraph('constant second', single(type, [input, constant], output));
    pairs.addGraph('constant first', single(type, [constant, input], output));
    return pairs.list;
  };
}
