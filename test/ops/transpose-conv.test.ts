import fc from 'fast-check';
import { expect, it } from 'vitest';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { evaluate, graphOf, int32, nodeOf, real } from './single-op.ts';

const ATTRS = { padding: 'VALID', strideW: 1, strideH: 1, activation: 'NONE', quantizedBiasType: 'FLOAT32' };

const upTo = (max: number) => fc.integer({ min: 1, max });

/** Reproducible values in [−1, 1]. */
function values(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i * 12.9898));
}

/** One dimension: how far the output's first element lies behind the first tap of the input's first. */
function cutBefore(padding: string, output: number, taps: number, stride: number): number {
  if (padding === 'VALID') return 0;
  return Math.floor(Math.max((Math.ceil(output / stride) - 1) * stride + taps - output, 0) / 2);
}

it('adds windows of weights, whatever the sizes', async () => {
  const cases = fc.record({
    input: fc.tuple(upTo(2), upTo(4), upTo(4), upTo(3)),
    size: fc.tuple(upTo(9), upTo(9)),
    taps: fc.tuple(upTo(4), upTo(4)),
    strides: fc.tuple(upTo(3), upTo(3)),
    outputs: upTo(3),
    padding: fc.constantFrom('SAME', 'VALID'),
    seed: fc.integer(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ input, size, taps, strides, outputs, padding, seed }) => {
      const [batches, height, width, depth] = input;
      const x = values(batches * height * width * depth, seed);
      const w = values(outputs * taps[0] * taps[1] * depth, seed + 1);
      const bias = values(outputs, seed + 2);
      const before = [0, 1].map((d) => cutBefore(padding, size[d]!, taps[d]!, strides[d]!));
      const wanted = Array.from(
        { length: batches * size[0] * size[1] * outputs },
        (_, i) => bias[i % outputs]!,
      );
      for (const [i, value] of x.entries()) {
        const channel = i % depth;
        const column = Math.floor(i / depth) % width;
        const row = Math.floor(i / (depth * width)) % height;
        const batch = Math.floor(i / (depth * width * height));
        for (const [k, weight] of w.entries()) {
          if (k % depth !== channel) continue;
          const outX = column * strides[1] - before[1]! + (Math.floor(k / depth) % taps[1]);
          const outY = row * strides[0] - before[0]! + (Math.floor(k / (depth * taps[1])) % taps[0]);
          if (outX < 0 || outX >= size[1] || outY < 0 || outY >= size[0]) continue;
          const out = Math.floor(k / (depth * taps[1] * taps[0]));
          wanted[((batch * size[0] + outY) * size[1] + outX) * outputs + out]! += value * weight;
        }
      }
      const graph = graphOf(
        'TRANSPOSE_CONV',
        [
          int32([batches, ...size, outputs]),
          real([outputs, ...taps, depth], w),
          real(input),
          real([outputs], bias),
        ],
        { ...ATTRS, padding, strideH: strides[0], strideW: strides[1] },
      );
      const actual = await evaluate(graph, x);
      expect(actual.length).toBe(wanted.length);
      for (const [i, value] of wanted.entries()) expect(actual[i]).toBeCloseTo(value, 4);
    }),
    { numRuns: 60 },
  );
});

it('takes the shape that the file declares where its input is computed', () => {
  const shape = { name: 'shape', shape: [4], dtype: 'int32' as const };
  const weights = real([2, 3, 3, 1], values(18, 0));
  const graph = graphOf('TRANSPOSE_CONV', [shape, weights, real([1, 4, 4, 1])], ATTRS, {
    shape: [1, 6, 6, 2],
  });
  expect(opDef('TRANSPOSE_CONV', 0).shapes(nodeOf(graph))).toEqual([[1, 6, 6, 2]]);
});

it('refuses what does not go together', () => {
  const refusal = (shape: readonly number[], weights: readonly number[], attrs = {}) => {
    const inputs = [int32(shape), real(weights, []), real([1, 4, 4, 3])];
    return thrown('model', () =>
      opDef('TRANSPOSE_CONV', 0).shapes(nodeOf(graphOf('TRANSPOSE_CONV', inputs, { ...ATTRS, ...attrs }))),
    ).message;
  };
  expect(refusal([1, 8, 8, 2], [2, 3, 3, 4])).toMatch(/cannot make \[1, 8, 8, 2\] of an input of shape/);
  expect(refusal([2, 8, 8, 2], [2, 3, 3, 3])).toMatch(/cannot make \[2, 8, 8, 2\]/);
  expect(refusal([1, 8, 8, 3], [2, 3, 3, 3])).toMatch(/cannot make \[1, 8, 8, 3\]/);
  expect(refusal([1, 8, 2], [2, 3, 3, 3])).toMatch(/needs 4 dimensions/);
  expect(refusal([1, 0, 8, 2], [2, 3, 3, 3])).toMatch(/all at least 1/);
  expect(refusal([1, 8, 8, 2], [2, 3, 3, 3], { strideW: 0 })).toMatch(/stride of 0 along its width/);
});
