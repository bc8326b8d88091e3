/** RESIZE_BILINEAR: up and down, by whole factors and others, all options. */
import { longs, output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';
import { RESIZE_OPTIONS, RESIZES } from '../resizes.ts';

const TYPE = 'RESIZE_BILINEAR';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  for (const attrs of RESIZE_OPTIONS) {
    for (const [shape, size] of RESIZES) {
      const graph = single(TYPE, [typed(shape), integers(size)], output(), attrs);
      add(`[${shape}] to [${size}] ${JSON.stringify(attrs)}`, graph);
    }
  }
  for (let k = 0; k < 8; k++) {
    const side = () => random.integer(1, 11);
    const [shape, size] = [
      [1, side(), side(), random.integer(1, 3)],
      [side(), side()],
    ];
    const attrs = random.pick(RESIZE_OPTIONS);
    add(`random [${shape}] to [${size}]`, single(TYPE, [typed(shape), integers(size)], output(), attrs));
  }
  const [options] = RESIZE_OPTIONS;
  const both = { alignCorners: true, halfPixelCenters: true };
  const refuse = (
    name: string,
    inputs: Parameters<typeof single>[1],
    attrs: typeof both | typeof options = options,
  ) =>
    add(
      `refused: ${name}`,
      single(TYPE, inputs, { ...output(inputs[0]!.dtype), shape: [1, 4, 4, 1] }, attrs),
    );
  refuse('int16', [typed([1, 2, 2, 1], 'int16'), integers([4, 4])]);
  refuse('3 dimensions', [typed([2, 2, 1]), integers([4, 4])]);
  refuse('int64 size', [typed([1, 2, 2, 1]), longs([4, 4])]);
  refuse('both options', [typed([1, 2, 2, 1]), integers([4, 4])], both);
  return list;
};

export default cases;
