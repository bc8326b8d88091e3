import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/graph/graph.ts';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { naiveAxis, slideNaively } from './naive.ts';
import { evaluate, graphOf, int8, nodeOf, quant, real } from './single-op.ts';

const ATTRS = { padding: 'SAME', strideW: 1, strideH: 1, filterW: 2, filterH: 2, activation: 'NONE' };

const small = (max: number) => fc.integer({ min: 1, max });
const pair = (max: number) => fc.tuple(small(max), small(max));

const windows = fc
  .record({
    input: fc.tuple(small(2), small(7), small(7), small(5)),
    taps: pair(9),
    strides: pair(4),
    dilations: fc.constant([1, 1] as const),
    padding: fc.constantFrom('SAME' as const, 'VALID' as const),
  })
  .filter((window) => naiveAxis(window, 0).output > 0 && naiveAxis(window, 1).output > 0);

/** What each pool makes of the elements that lie within the input. */
const POOLS: Readonly<Record<string, (elements: number[]) => number>> = {
  AVERAGE_POOL_2D: (elements) => elements.reduce((sum, element) => sum + element) / elements.length,
  MAX_POOL_2D: (elements) => Math.max(...elements),
};

describe.each(Object.keys(POOLS))('%s', (type) => {
  const def = opDef(type, 0);
  const graph = (input: Tensor, attrs = {}, output = {}) =>
    graphOf(type, [input], { ...ATTRS, ...attrs }, output);

  it('computes what its definition says: padding is left out', async () => {
    await fc.assert(
      fc.asyncProperty(windows, fc.integer(), async (window, seed) => {
        const [batch, height, width, depth] = window.input;
        const x = Float32Array.from({ length: batch * height * width * depth }, (_, i) =>
          Math.sin(seed + i * 12.9),
        );
        const wanted: number[] = [];
        slideNaively(window, (taps) => {
          for (let c = 0; c < depth; c++) wanted.push(POOLS[type]!(taps.map(({ offset }) => x[offset + c]!)));
        });
        const actual = await evaluate(
          graph(real(window.input), {
            padding: window.padding,
            filterH: window.taps[0],
            filterW: window.taps[1],
            strideH: window.strides[0],
            strideW: window.strides[1],
          }),
          x,
        );
        expect(actual.length).toBe(wanted.length);
        for (const [i, value] of wanted.entries()) expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-5);
      }),
      { numRuns: 100 },
    );
  });

  it('applies its activation', async () => {
    const attrs = { filterW: 1, filterH: 1, activation: 'RELU6' };
    expect(await evaluate(graph(real([1, 1, 3, 1]), attrs), [-1, 2, 8])).toEqual([0, 2, 6]);
  });

  it('gives shapes, and counts no multiply-accumulates', () => {
    const node = nodeOf(graph(real([2, 9, 7, 4]), { strideH: 2, filterH: 3, padding: 'VALID' }));
    expect(def.shapes(node)).toEqual([[2, 4, 6, 4]]);
    expect(def.macs(node)).toBe(0);
  });

  it.each<[string, Tensor, object]>([
    ['an input of shape [3, 3, 1]; it needs 4', real([3, 3, 1]), {}],
    ['a window of 0 along its width', real([1, 3, 3, 1]), { filterW: 0 }],
    ['a window of -2 along its height', real([1, 3, 3, 1]), { filterH: -2 }],
    ['a stride of 0 along its width', real([1, 3, 3, 1]), { strideW: 0 }],
    ['which is too large', real([1, 3, 3, 1]), { filterH: 2 ** 31 - 1 }],
    ['has only 3', real([1, 3, 9, 1]), { filterH: 4, padding: 'VALID' }],
    ['which is too many', real([1, 4096, 4096, 1]), { filterH: 4096, filterW: 4096 }],
  ])('refuses %s', (message, input, attrs) => {
    const error = thrown('model', () => def.shapes(nodeOf(graph(input, attrs))));
    expect(error.message).toContain(`operator 0 (${type})`);
    expect(error.message).toContain(message);
  });

  it('refuses a second input', () => {
    const node = nodeOf(graphOf(type, [real([1, 3, 3, 1]), real([1])], ATTRS));
    expect(thrown('model', () => def.shapes(node)).message).toContain('2 inputs; it takes 1');
  });

  it.each<[string, Partial<Tensor>]>([
    ['works on int8 -> int16', { dtype: 'int16', quant: quant(0.1) }],
    ['same scale and zero point', { dtype: 'int8', quant: quant(0.11) }],
    ['same scale and zero point', { dtype: 'int8', quant: quant(0.1, 1) }],
    ['needs quantization parameters', { dtype: 'int8' }],
  ])('has no kernel where it %s', (message, output) => {
    const node = nodeOf(graph(int8([1, 3, 3, 1]), {}, output));
    expect(thrown('model', () => def.kernels(node)).message).toContain(message);
  });
});
