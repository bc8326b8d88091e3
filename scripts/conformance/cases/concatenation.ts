/** CONCATENATION: every axis, one to ten inputs, constants, all types; inputs of another scale are refused. */
import { typed, output as typedOutput } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const output = { dtype: 'int8' as const, quant: quant(0.1, 3) };
  const input = (shape: readonly number[]) => activation(shape, 0.1, 3);
  const none = (axis: number) => ({ axis, activation: 'NONE' });

  for (const axis of [0, 1, 2, 3, -1, -2, -3, -4]) {
    const shapes = [2, 3, 1].map((dim) => [2, 3, 4, 5].map((own, d) => (d === (axis + 4) % 4 ? dim : own)));
    add(`axis ${axis}`, single('CONCATENATION', shapes.map(input), output, none(axis)));
  }
  add('one input', single('CONCATENATION', [input([1, 7])], output, none(1)));
  add(
    'ten inputs',
    single(
      'CONCATENATION',
      new Array(10).fill(0).map((_zero, k) => input([1, k + 1])),
      output,
      none(1),
    ),
  );
  add('3 dimensions', single('CONCATENATION', [input([2, 1, 3]), input([2, 4, 3])], output, none(1)));
  add(
    '5 dimensions',
    single('CONCATENATION', [input([2, 1, 3, 1, 2]), input([2, 1, 3, 1, 1])], output, none(-1)),
  );
  add('vectors', single('CONCATENATION', [input([4]), input([5])], output, none(0)));
  add(
    '6 dimensions',
    single('CONCATENATION', [input([1, 2, 1, 2, 1, 2]), input([1, 2, 3, 2, 1, 2])], output, none(2)),
  );
  const twice = input([1, 2, 3]);
  add('same tensor twice', single('CONCATENATION', [twice, twice], output, none(-1)));
  const constant = { ...input([1, 2, 2]), data: random.int8(4) };
  add('constant', single('CONCATENATION', [twice, constant], output, none(2)));

  for (const dtype of ['int16', 'int32', 'int64', 'bool', 'float32'] as const) {
    for (const axis of [0, 1, -1]) {
      const inputs = [2, 3].map((dim) =>
        typed(
          [2, 3, 2].map((own, d) => (d === (axis + 3) % 3 ? dim : own)),
          dtype,
        ),
      );
      add(`${dtype}, axis ${axis}`, single('CONCATENATION', inputs, typedOutput(dtype), none(axis)));
    }
  }
  const coarse = { ...typed([2, 3], 'int16'), quant: quant(0.7, 0) };
  const scales = single('CONCATENATION', [coarse, typed([1, 3], 'int16')], typedOutput('int16'), none(0));
  add('int16 of two scales', scales);

  const shape = [1, 8];
  const two = (other: ReturnType<typeof input>) => [input([1, 4]), other];
  add(
    'refused: another scale',
    single('CONCATENATION', two(activation([1, 4], 0.2, 3)), { ...output, shape }, none(1)),
  );
  add(
    'refused: another zero point',
    single('CONCATENATION', two(activation([1, 4], 0.1, 4)), { ...output, shape }, none(1)),
  );
  add(
    'refused: fused activation',
    single('CONCATENATION', two(input([1, 4])), { ...output, shape }, { axis: 1, activation: 'RELU' }),
  );
  const odd = { ...typed([1, 4], 'int16'), quant: quant(0.1, 3) };
  add(
    'refused: int16 with a zero point',
    single('CONCATENATION', [odd, typed([1, 4], 'int16')], { ...typedOutput('int16'), shape }, none(1)),
  );
  add(
    'refused: uint8',
    single('CONCATENATION', [typed([1, 8], 'uint8')], { ...typedOutput('uint8'), shape }, none(1)),
  );
  const eleven = new Array(11).fill(0).map(() => input([1, 2]));
  add('refused: 11 inputs', single('CONCATENATION', eleven, { ...output, shape: [1, 22] }, none(1)));
  return list;
};

export default cases;
