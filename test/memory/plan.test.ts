import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { greedyBySize, type MemoryBuffer, planMemory, weightBytes } from '../../src/memory/index.ts';
import { network } from '../formats/tflite/network.ts';

const buffers = fc.array(
  fc
    .record({ bytes: fc.integer({ min: 1, max: 5000 }), first: fc.nat(20), length: fc.nat(8) })
    .map(({ bytes, first, length }): MemoryBuffer => ({ name: 'x', bytes, first, last: first + length })),
  { maxLength: 40 },
);
const alignments = fc.constantFrom(1, 4, 16, 64);

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

describe('greedy by size', () => {
  it('keeps apart what lives at the same time, aligned, within its bytes', () => {
    fc.assert(
      fc.property(buffers, alignments, (given, alignment) => {
        const { offsets, bytes } = greedyBySize.plan(given, alignment);
        expect(offsets).toHaveLength(given.length);
        for (const [i, a] of given.entries()) {
          expect(offsets[i]! % alignment).toBe(0);
          expect(offsets[i]!).toBeGreaterThanOrEqual(0);
          expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(bytes);
          for (const [j, b] of given.slice(0, i).entries()) {
            const together = a.first <= b.last && b.first <= a.last;
            const apart = offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!;
            expect(apart || !together).toBe(true);
          }
        }
      }),
    );
  });

  it('takes no more than one behind the other, and no less than the fullest moment', () => {
    fc.assert(
      fc.property(buffers, alignments, (given, alignment) => {
        const { bytes } = greedyBySize.plan(given, alignment);
        expect(bytes).toBeLessThanOrEqual(
          given.reduce((sum, buffer) => sum + alignUp(buffer.bytes, alignment), 0),
        );
        for (let op = 0; op < 30; op++) {
          const live = given.filter(({ first, last }) => first <= op && op <= last);
          expect(bytes).toBeGreaterThanOrEqual(live.reduce((sum, buffer) => sum + buffer.bytes, 0));
        }
      }),
    );
  });

  it('gives the same for the same', () => {
    fc.assert(
      fc.property(buffers, alignments, (given, alignment) => {
        const again = given.map((buffer) => ({ ...buffer }));
        expect(greedyBySize.plan(again, alignment)).toEqual(greedyBySize.plan(given, alignment));
      }),
    );
  });

  it('puts a small buffer into a gap between large ones', () => {
    const { offsets, bytes } = greedyBySize.plan(
      [
        { name: 'large', bytes: 100, first: 0, last: 1 },
        { name: 'small', bytes: 10, first: 1, last: 2 },
        { name: 'larger', bytes: 120, first: 2, last: 3 },
      ],
      4,
    );
    expect(offsets).toEqual([0, 120, 0]);
    expect(bytes).toBe(130);
  });
});

/** x → RELU → a → RELU → b → RELU → y, of that many bytes each; `extra` changes it. */
function chain(bytes: number, extra: (graph: Graph) => Partial<Graph> = () => ({})): Graph {
  const names = ['x', 'a', 'b', 'y'];
  const graph: Graph = {
    name: 'chain',
    tensors: names.map((name) => ({
      name,
      shape: [1, bytes],
      dtype: 'int8',
      quant: { scale: [1], zeroPoint: [0], axis: 0 },
    })),
    ops: [0, 1, 2].map((k) => ({ type: 'RELU', inputs: [k], outputs: [k + 1], attrs: {} })),
    inputs: [0],
    outputs: [3],
  };
  return { ...graph, ...extra(graph) };
}

function lifetimeOf(graph: Graph, tensor: number): [number, number] {
  const buffer = planMemory(graph).buffers.find(({ name }) => name === `tensor ${tensor}`)!;
  return [buffer.first, buffer.last];
}

describe('planMemory', () => {
  it('needs two buffers for a chain', () => {
    const plan = planMemory(chain(100));
    expect(plan.arenaBytes).toBe(200);
    expect([...plan.tensors.keys()]).toEqual([0, 1, 2, 3]);
  });

  it('knows when tensors are in use', () => {
    const graph = chain(8);
    expect([0, 1, 2, 3].map((tensor) => lifetimeOf(graph, tensor))).toEqual([
      [0, 0],
      [0, 1],
      [1, 2],
      [2, 2],
    ]);
  });

  it('keeps an input from the start to its last use', () => {
    const graph = chain(8, ({ tensors, ops }) => ({
      tensors: [...tensors, { ...tensors[0]!, name: 'late' }, { ...tensors[0]!, name: 'sum' }],
      ops: [...ops, { type: 'ADD', inputs: [3, 4], outputs: [5], attrs: { activation: 'NONE' } }],
      inputs: [0, 4],
      outputs: [5],
    }));
    expect(lifetimeOf(graph, 4)).toEqual([0, 3]);
  });

  it('keeps outputs to the end, also those that are read on the way', () => {
    expect(
      lifetimeOf(
        chain(8, () => ({ outputs: [1, 3] })),
        1,
      ),
    ).toEqual([0, 2]);
  });

  it('keeps state always', () => {
    const graph = chain(8, ({ tensors }) => ({
      tensors: tensors.map((tensor, k) => (k === 2 ? { ...tensor, isVariable: true } : tensor)),
    }));
    expect(lifetimeOf(graph, 2)).toEqual([0, 2]);
  });

  it('gives a result that nobody reads its place', () => {
    const graph = chain(8, ({ ops }) => ({ ops: ops.slice(0, 2), outputs: [1] }));
    expect(lifetimeOf(graph, 2)).toEqual([1, 1]);
  });

  it('rounds the arena up to whole words', () => {
    expect(planMemory(chain(5)).arenaBytes).toBe(16);
    expect(planMemory(chain(1)).arenaBytes).toBe(8);
  });

  it('aligns to 8 where an activation is int64, and only there', () => {
    const wide = (dtype: 'int64' | 'int32') => {
      const tensor = (name: string) => ({ name, shape: [1, 3], dtype });
      return planMemory({
        name: 'wide',
        tensors: ['a', 'b', 'c'].map(tensor),
        ops: [{ type: 'MAXIMUM', inputs: [0, 1], outputs: [2], attrs: {} }],
        inputs: [0, 1],
        outputs: [2],
      });
    };
    expect(wide('int32').alignment).toBe(4);
    const { alignment, tensors, arenaBytes } = wide('int64');
    expect(alignment).toBe(8);
    expect([...tensors.values(), arenaBytes].map((offset) => offset % 8)).toEqual([0, 0, 0, 0]);
  });

  it('takes another planner', () => {
    const plan = planMemory(chain(8), {
      name: 'one behind the other',
      plan: (given) => ({ offsets: given.map((_, k) => 8 * k), bytes: 8 * given.length }),
    });
    expect(plan.arenaBytes).toBe(32);
    expect(plan.tensors.get(3)).toBe(24);
  });

  it('refuses an operator that it does not know', () => {
    const graph = chain(8, ({ ops }) => ({ ops: [{ ...ops[0]!, type: 'WARP' }] }));
    expect(() => planMemory(graph)).toThrow(/operator 0 \("WARP"\) is not supported/);
  });
});

describe('weightBytes', () => {
  it('counts what kernels read, equal constants once', () => {
    // 48 bytes that two tensors share, and seven different tables of one int32 each.
    expect(weightBytes(network())).toBe(76);
  });
});
