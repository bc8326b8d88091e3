/** PADV2: values at the ends and in the middle, known beforehand or not; all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import type { Tensor } from '../../../src/graph/graph.ts';
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { activation, integers, single, withSamples } from '../network.ts';

const PADDINGS: readonly (readonly [shape: readonly number[], paddings: readonly number[]])[] = [
  [[7], [2, 3]],
  [
    [3, 5],
    [1, 2, 3, 4],
  ],
  [
    [2, 3, 4],
    [0, 1, 2, 0, 1, 1],
  ],
  [
    [1, 5, 3, 2],
    [0, 0, 1, 1, 1, 1, 0, 0],
  ],
  [
    [1, 3, 3, 2],
    [1, 0, 0, 1, 1, 0, 0, 2],
  ],
  [
    [1, 5, 3, 2],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ],
  [
    [1, 2, 2, 1, 2],
    [0, 1, 1, 0, 0, 0, 0, 2, 1, 1],
  ],
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const pad = (k: number, value: Tensor, dtype: DType = 'int8') => {
    const [shape, paddings] = PADDINGS[k]!;
    const inputs = [typed(shape, dtype), integers(paddings, [shape.length, 2]), value];
    const known = value.data === undefined ? 'run time' : value.data[0];
    add(`${dtype} [${shape}] by [${paddings}] of ${known}`, single('PADV2', inputs, output(dtype)));
  };
  for (const [k, value] of [-128, 127, -7, 0, 33, -1, 100].entries()) {
    pad(k, { ...typed([]), data: Int8Array.of(value) });
  }
  for (const k of PADDINGS.keys()) pad(k, typed([1]));
  for (const k of [1, 4]) {
    pad(k, { ...typed([], 'int16'), data: Int16Array.of(-12345) }, 'int16');
    pad(k, { ...typed([], 'int32'), data: Int32Array.of(-123456789) }, 'int32');
    pad(k, { ...typed([], 'float32'), data: Float32Array.of(-1.25e7) }, 'float32');
    pad(k, typed([1], 'int16'), 'int16');
  }
  const shape = [1, 4];
  const refuse = (name: string, input: Tensor, value: Tensor) =>
    add(
      `refused: ${name}`,
      single('PADV2', [input, integers([0, 0, 1, 1], [2, 2]), value], { ...output(input.dtype), shape }),
    );
  refuse('another scale', typed([1, 2]), { ...activation([], 0.2, -7), data: Int8Array.of(3) });
  refuse('another zero point', typed([1, 2]), { ...activation([], 0.1, 7), data: Int8Array.of(3) });
  refuse('another type', typed([1, 2]), { ...typed([], 'int32'), data: Int32Array.of(3) });
  refuse('two values', typed([1, 2]), { ...typed([2]), data: Int8Array.of(3, 3) });
  refuse('int64', typed([1, 2], 'int64'), { ...typed([], 'int64'), data: BigInt64Array.of(3n) });
  return list;
};

export default cases;
