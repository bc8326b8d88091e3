/** ZEROS_LIKE: all types, ranks, zero points. */
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const dtype of ['int8', 'int32', 'int64', 'float32'] as const) {
    for (const shape of [[], [7], [2, 3], [1, 3, 2, 2], [1, 1, 2, 1, 2, 2]]) {
      add(`${dtype} [${shape}]`, single('ZEROS_LIKE', [typed(shape, dtype)], output(dtype)));
    }
  }
  for (const zeroPoint of [-128, 0, 127]) {
    const result = { dtype: 'int8' as const, quant: quant(0.1, zeroPoint) };
    add(`zero point ${zeroPoint}`, single('ZEROS_LIKE', [activation([3], 0.1, zeroPoint)], result));
  }
  for (const dtype of ['int16', 'bool'] as const) {
    add(`refused: ${dtype}`, single('ZEROS_LIKE', [typed([2], dtype)], { ...output(dtype), shape: [2] }));
  }
  return list;
};

export default cases;
