/** RESIZE_NEAREST_NEIGHBOR: up and down, by whole factors and others, all options and types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';
import { RESIZE_OPTIONS, RESIZES } from '../resizes.ts';

const TYPE = 'RESIZE_NEAREST_NEIGHBOR';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const resize = (k: number, attrs: object, dtype: DType = 'int8') => {
    const [shape, size] = RESIZES[k]!;
    const graph = single(TYPE, [typed(shape, dtype), integers(size)], output(dtype), { ...attrs });
    add(`${dtype} [${shape}] to [${size}] ${JSON.stringify(attrs)}`, graph);
  };
  for (const attrs of RESIZE_OPTIONS) {
    for (const k of RESIZES.keys()) resize(k, attrs);
    resize(2, attrs, 'int16');
    resize(4, attrs, 'float32');
  }
  for (const k of RESIZES.keys()) resize(k, { alignCorners: true, halfPixelCenters: true });
  const [options] = RESIZE_OPTIONS;
  const refuse = (name: string, ...inputs: Parameters<typeof single>[1]) =>
    add(
      `refused: ${name}`,
      single(TYPE, inputs, { ...output(inputs[0]!.dtype), shape: [1, 4, 4, 1] }, options),
    );
  refuse('int32', typed([1, 2, 2, 1], 'int32'), integers([4, 4]));
  refuse('3 dimensions', typed([2, 2, 1]), integers([4, 4]));
  refuse('int64 size', typed([1, 2, 2, 1]), longs([4, 4]));
  refuse('a size of 3 numbers', typed([1, 2, 2, 1]), integers([4, 4, 1]));
  return list;
};

export default cases;
