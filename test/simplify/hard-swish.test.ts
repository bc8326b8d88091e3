/** x × relu6(x + 3) / 6 in pieces becomes one operator. */
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { simplify } from '../../src/simplify/index.ts';
import { difference, RandomBuilder, types } from './support.ts';

const SIXTH = 1 / 6;

/** A network of the pieces behind a multiplication by a tensor, which no pass folds away. */
function network(pieces: (b: RandomBuilder, x: number) => number): Graph {
  const b = new RandomBuilder();
  const x = b.op('ADD', [b.input('x', [1, 4, 3]), b.input('y', [1, 4, 3])]);
  return b.finish([b.op('TANH', [pieces(b, x)])]);
}

const relu6 = (b: RandomBuilder, x: number): number => b.op('RELU6', [b.op('ADD', [x, b.given([3])])]);

const FORMS: Readonly<Record<string, (b: RandomBuilder, x: number) => number>> = {
  'the sixth at the gate, as Keras 2 has it': (b, x) =>
    b.op('MUL', [x, b.op('MUL', [relu6(b, x), b.given([SIXTH])])]),
  'the sixth behind the product': (b, x) =>
    b.op('MUL', [b.op('MUL', [x, relu6(b, x)]), b.given([0.16666667])]),
  'a division behind the product': (b, x) => b.op('DIV', [b.op('MUL', [relu6(b, x), x]), b.given([6])]),
  'the sixth before the product': (b, x) => b.op('MUL', [b.op('MUL', [x, b.given([SIXTH])]), relu6(b, x)]),
  'a fused activation': (b, x) =>
    b.op('MUL', [
      x,
      b.op('MUL', [b.op('ADD', [x, b.given([3])], { activation: 'RELU6' }), b.given([SIXTH])]),
    ]),
  'a slope and limits, as ONNX has it': (b, x) => {
    const line = b.op('ADD', [b.op('MUL', [x, b.given([SIXTH])]), b.given([0.5])]);
    return b.op('MUL', [x, b.op('MAXIMUM', [b.op('MINIMUM', [line, b.given([1])]), b.given([0])])]);
  },
  'limits of 0 and 6': (b, x) => {
    const line = b.op('ADD', [b.given([3]), x]);
    const held = b.op('MINIMUM', [b.op('MAXIMUM', [line, b.given([0])]), b.given([6])]);
    return b.op('MUL', [b.op('MUL', [held, b.given([SIXTH])]), x]);
  },
};

describe('HARD_SWISH', () => {
  it.each(Object.keys(FORMS))('is recognized: %s', async (name) => {
    const graph = network(FORMS[name]!);
    const simple = await simplify(graph);
    expect(types(simple)).toEqual(['ADD', 'HARD_SWISH', 'TANH']);
    expect(await difference(graph, simple)).toBeLessThan(1e-5);
  });

  it.each<[string, (b: RandomBuilder, x: number) => number]>([
    ['another slope', (b, x) => b.op('MUL', [x, b.op('MUL', [relu6(b, x), b.given([0.2])])])],
    [
      'another place',
      (b, x) =>
        b.op('MUL', [x, b.op('MUL', [b.op('RELU6', [b.op('ADD', [x, b.given([2])])]), b.given([SIXTH])])]),
    ],
    [
      'another tensor',
      (b, x) => b.op('MUL', [b.op('TANH', [x]), b.op('MUL', [relu6(b, x), b.given([SIXTH])])]),
    ],
    ['no sixth', (b, x) => b.op('MUL', [x, relu6(b, x)])],
    [
      'a number for each channel',
      (b, x) => b.op('MUL', [b.op('MUL', [x, relu6(b, x)]), b.given([SIXTH, 0.1, 0.2])]),
    ],
  ])('is none: %s', async (_name, pieces) => {
    const graph = network(pieces);
    const simple = await simplify(graph);
    expect(types(simple)).not.toContain('HARD_SWISH');
    expect(await difference(graph, simple)).toBeLessThan(1e-5);
  });

  it('is none where the quantization of a piece is given', async () => {
    const graph = network((b, x) => {
      const gate = relu6(b, x);
      const quant = { scale: [6 / 255], zeroPoint: [-128], axis: 0 };
      const integers = b.op('QUANTIZE', [gate], {}, { dtype: 'int8', quant });
      const rounded = b.op('DEQUANTIZE', [integers], {}, { dtype: 'float32' });
      return b.op('MUL', [b.op('MUL', [x, rounded]), b.given([SIXTH])]);
    });
    expect(types(await simplify(graph))).not.toContain('HARD_SWISH');
  });

  it('leaves a gate that others read', async () => {
    const b = new RandomBuilder();
    const x = b.op('ADD', [b.input('x', [1, 4, 3]), b.input('y', [1, 4, 3])]);
    const gate = b.op('MUL', [relu6(b, x), b.given([SIXTH])]);
    const graph = b.finish([b.op('MUL', [x, gate]), gate]);
    const simple = await simplify(graph);
    expect(types(simple)).toContain('HARD_SWISH');
    expect(await difference(graph, simple)).toBeLessThan(1e-5);
  });
});
