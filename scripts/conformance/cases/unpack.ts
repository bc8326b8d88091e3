/** UNPACK: every axis, one to nine outputs, all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { several, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const unpack = (shape: readonly number[], axis: number, dtype: DType = 'int8') => {
    const num = shape.at(axis)!;
    return several('UNPACK', [typed(shape, dtype)], num, dtype, { num, axis });
  };
  for (const axis of [0, 1, 2, 3, -1, -2, -3, -4]) add(`axis ${axis}`, unpack([2, 3, 2, 4], axis));
  add('one output', unpack([2, 1, 3], 1));
  add('nine outputs', unpack([2, 9], 1));
  add('to scalars', unpack([3], 0));
  add('of 5 dimensions', unpack([1, 2, 3, 2, 2], 2));
  for (const dtype of ['int16', 'int32', 'float32'] as const) {
    add(`${dtype}, axis 0`, unpack([2, 3], 0, dtype));
    add(`${dtype}, axis 1`, unpack([2, 3], -1, dtype));
  }
  add('refused: int64', unpack([2, 3], 0, 'int64'));
  return list;
};

export default cases;
