/** What importers share to cut tensors and put them together. */
import { describe, expect, it } from 'vitest';
import { loadFloatNetwork } from '../../../src/float/index.ts';
import { concatenate } from '../../../src/formats/support/concatenate.ts';
import { GraphBuilder } from '../../../src/formats/support/graph-builder.ts';
import { cutTensor } from '../../../src/formats/support/spans.ts';
import type { Attributes } from '../../../src/graph/graph.ts';

function node(builder: GraphBuilder) {
  return {
    name: 'node',
    builder,
    op: (type: string, inputs: readonly number[], attrs: Attributes = {}) => builder.op(type, inputs, attrs),
    error: (message: string) => new Error(message),
  };
}

async function run(builder: GraphBuilder, output: number, input: Float32Array): Promise<number[]> {
  const network = await loadFloatNetwork(builder.finish([output]));
  const [values] = network.run([input]);
  network.dispose();
  return Array.from(values!);
}

describe('concatenate', () => {
  it('takes no more tensors at once than TFLM does, in their order', async () => {
    const builder = new GraphBuilder('many');
    const input = builder.input('x', [1, 2]);
    const parts = Array.from({ length: 23 }, (_, k) =>
      builder.op('ADD', [input, builder.constant(`c${k}`, [1], Float32Array.of(10 * k))]),
    );
    const output = concatenate(node(builder), parts, 1);
    const { ops } = builder.finish([output]);
    const joins = ops.filter(({ type }) => type === 'CONCATENATION');
    expect(joins.map(({ inputs }) => inputs.length)).toEqual([10, 10, 3, 3]);
    const values = await run(builder, output, Float32Array.of(1, 2));
    expect(values).toEqual(Array.from({ length: 46 }, (_, i) => 10 * (i >> 1) + 1 + (i % 2)));
  });

  it('leaves one tensor alone', () => {
    const builder = new GraphBuilder('one');
    const input = builder.input('x', [1, 2]);
    expect(concatenate(node(builder), [input], 1)).toBe(input);
  });
});

describe('cutTensor', () => {
  const input = Float32Array.from({ length: 12 }, (_, i) => i);
  const cut = async (...columns: [begin: number, count: number, step: number]) => {
    const builder = new GraphBuilder('cut');
    const x = builder.input('x', [1, 12]);
    const [begin, count, step] = columns;
    const part = cutTensor(node(builder), x, [
      { begin: 0, count: 1, step: 1 },
      { begin, count, step },
    ]);
    if (part === x) return 'all';
    const { ops } = builder.finish([part]);
    return [ops.map(({ type }) => type).join(), ...(await run(builder, part, input))];
  };

  it.each<[[number, number, number], unknown]>([
    [[0, 12, 1], 'all'],
    [
      [3, 2, 1],
      ['SLICE', 3, 4],
    ],
    [
      [3, 1, 5],
      ['SLICE', 3],
    ],
    [
      [1, 4, 3],
      ['STRIDED_SLICE', 1, 4, 7, 10],
    ],
    [
      [3, 4, -1],
      ['STRIDED_SLICE', 3, 2, 1, 0],
    ],
    [
      [11, 3, -5],
      ['STRIDED_SLICE', 11, 6, 1],
    ],
  ])('%j', async (columns, expected) => {
    expect(await cut(...columns)).toEqual(expected);
  });

  it('refuses to leave nothing', async () => {
    await expect(cut(3, 0, 1)).rejects.toThrow(/leaves nothing/);
  });
});
