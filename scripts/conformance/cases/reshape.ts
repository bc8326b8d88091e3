/** RESHAPE: shapes given by a constant, by an option, with an open dimension; element types; scales that differ. */
import { typed, output as typedOutput } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { activation, integers, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const output = { dtype: 'int8' as const, quant: quant(0.1, 3) };
  const input = activation([1, 2, 3, 4], 0.1, 3);
  const given = (shape: readonly number[]) =>
    single('RESHAPE', [input, integers(shape)], output, { newShape: [] });

  for (const shape of [
    [24],
    [1, 24],
    [1, 2, 3, 4],
    [2, 3, 4],
    [4, 3, 2, 1],
    [-1],
    [1, -1],
    [2, -1, 3],
    [2, 1, 3, 1, 4],
    [1, 2, 1, 3, 2, 2],
  ]) {
    add(`[${shape}]`, given(shape));
  }
  add('to a scalar', single('RESHAPE', [activation([1, 1], 0.1, 3), integers([])], output, { newShape: [] }));
  add('by the option', single('RESHAPE', [input], output, { newShape: [6, 4] }));
  add('by the option, open', single('RESHAPE', [input], output, { newShape: [6, -1] }));
  add('by both', single('RESHAPE', [input, integers([8, 3])], output, { newShape: [8, 3] }));
  add(
    'another scale',
    single('RESHAPE', [input, integers([24])], { ...output, quant: quant(0.2, 4) }, { newShape: [] }),
  );
  const long = activation([1, 9, 31], 0.1, 3);
  add('279 elements', single('RESHAPE', [long, integers([31, 9])], output, { newShape: [] }));
  for (const dtype of ['int16', 'int32', 'uint32', 'int64', 'bool', 'uint8', 'float32'] as const) {
    const inputs = [typed([2, 3, 4], dtype), integers([4, 6])];
    add(dtype, single('RESHAPE', inputs, typedOutput(dtype), { newShape: [] }));
  }
  add(
    'refused: another type',
    single('RESHAPE', [input, integers([24])], { dtype: 'int16', quant: quant(0.1, 0) }, { newShape: [] }),
  );
  return list;
};

export default cases;
