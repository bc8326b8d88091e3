import { describe, expect, it } from 'vitest';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { evaluate, graphOf, nodeOf, real } from './single-op.ts';

const ATTRS = { adjX: false, adjY: false, asymmetricQuantizeInputs: false };

const def = opDef('BATCH_MATMUL', 0);
const graph = (a: readonly number[], b: readonly number[], attrs = {}) =>
  graphOf('BATCH_MATMUL', [real(a), real(b)], { ...ATTRS, ...attrs });

describe('in real numbers', () => {
  // [1 2 3; 4 5 6] times [1 0; 0 1; 1 1]
  const left = [1, 2, 3, 4, 5, 6];
  const leftTransposed = [1, 4, 2, 5, 3, 6];
  const right = [1, 0, 0, 1, 1, 1];
  const rightTransposed = [1, 0, 1, 0, 1, 1];
  const product = [4, 5, 10, 11];

  it.each([
    ['neither', [2, 3], left, [3, 2], right, {}],
    ['left', [3, 2], leftTransposed, [3, 2], right, { adjX: true }],
    ['right', [2, 3], left, [2, 3], rightTransposed, { adjY: true }],
    ['both', [3, 2], leftTransposed, [2, 3], rightTransposed, { adjX: true, adjY: true }],
  ] as const)('multiplies with transposed: %s', async (_name, aShape, a, bShape, b, attrs) => {
    expect(await evaluate(graph(aShape, bShape, attrs), a, b)).toEqual(product);
  });

  it('repeats batches on both sides', async () => {
    const [a, b] = [
      [1, 2],
      [10, 20, 30],
    ];
    const result = await evaluate(graph([2, 1, 1, 1], [1, 3, 1, 1]), a!, b!);
    expect(result).toEqual([10, 20, 30, 20, 40, 60]);
  });
});

it('says which shape comes out', () => {
  expect(def.shapes(nodeOf(graph([5, 1, 2, 3], [4, 3, 7])))).toEqual([[5, 4, 2, 7]]);
});

it('refuses what does not go together', () => {
  const refusal = (a: readonly number[], b: readonly number[], attrs = {}) =>
    thrown('model', () => def.shapes(nodeOf(graph(a, b, attrs)))).message;
  expect(refusal([2, 3], [2, 3])).toMatch(/cannot multiply \[2, 3\] with \[2, 3\]/);
  expect(refusal([2, 3], [3, 2], { adjY: true })).toMatch(/with \[3, 2\] transposed/);
  expect(refusal([2, 2, 3], [3, 3, 2])).toMatch(/cannot multiply/);
  expect(refusal([3], [3, 2])).toMatch(/1 dimensions; it takes 2 to 5/);
  expect(refusal([1, 1, 1, 1, 1, 1], [1, 1])).toMatch(/6 dimensions/);
});
