/** Operators of the signal library from damaged files: options, shapes and bands that do not go together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { type Graph, tensorAt } from '../../src/graph/graph.ts';
import { initialState } from '../../src/graph/state.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { OpNode, opDef } from '../../src/ops/index.ts';
import { loadVectors, vectorOperators } from '../support/vectors.ts';

const OPERATORS = vectorOperators().filter(
  (type) => type.startsWith('SIGNAL_') || type === 'CIRCULAR_BUFFER',
);

/** A graph whose first operator has these options, and whose input has this shape. */
function changed(graph: Graph, attrs: object, shape: readonly number[] | undefined): Graph {
  const [op, ...ops] = graph.ops;
  const first = graph.inputs[0]!;
  const tensors = graph.tensors.map((tensor, i) =>
    i === first && shape !== undefined ? { ...tensor, shape } : tensor,
  );
  return { ...graph, tensors, ops: [{ ...op!, attrs: { ...op!.attrs, ...attrs } }, ...ops] };
}

/** What the operator says of a graph; undefined where it refuses it. */
function answer(graph: Graph) {
  const [op] = graph.ops;
  const node = new OpNode(graph, op!, 0);
  const def = opDef(op!.type, 0);
  try {
    return { shapes: def.shapes(node), calls: def.kernels(node), state: def.innerState?.(node) ?? [] };
  } catch (error) {
    if (error instanceof TflqError && error.message.startsWith('operator 0 (')) return undefined;
    throw error;
  }
}

describe.each(OPERATORS)('%s', (type) => {
  const { model, name } = loadVectors(type)[0]!;
  const graph = readTflite(model, name);
  const keys = Object.keys(graph.ops[0]!.attrs);
  const wild = fc.constantFrom(0, 1, 2, 3, 7, 16, 31, 32, 64, -1, 65536, 2 ** 31 - 1, -(2 ** 31));

  it('gives a sound answer, or an error for the user, whatever its options are', () => {
    const options = fc.record(Object.fromEntries(keys.map((key) => [key, wild])), { requiredKeys: [] });
    const shapes = fc.option(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }), { nil: undefined });
    fc.assert(
      fc.property(options, shapes, (attrs, shape) => {
        const found = answer(changed(graph, attrs, shape));
        if (found === undefined) return;
        const dims = [...found.shapes.flat(), ...found.state.flatMap((state) => state.shape)];
        expect(dims.every((dim) => Number.isInteger(dim) && dim >= 1)).toBe(true);
        for (const field of found.calls.flatMap(({ fields }) => fields)) {
          const values = field.type === 'table' ? field.values : [field.value];
          expect(values.every((value) => (value | 0) === value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('runs, or is refused, whichever byte of the file is another', async () => {
    const byte = fc.record({
      at: fc.integer({ min: 8, max: model.length - 1 }),
      value: fc.constantFrom(0, 1, 2, 127, 128, 255),
    });
    await fc.assert(
      fc.asyncProperty(byte, async ({ at, value }) => {
        const bytes = Uint8Array.from(model);
        bytes[at] = value;
        try {
          const read = readTflite(bytes, name);
          const network = await loadIntegerNetwork(read);
          network.run(read.inputs.map((index) => initialState(tensorAt(read, index))));
        } catch (error) {
          expect(error).toBeInstanceOf(TflqError);
        }
      }),
      { numRuns: 150 },
    );
  });
});

it('a filter bank’s bands stay within the spectrum and the weights', async () => {
  const { model, name } = loadVectors('SIGNAL_FILTER_BANK')[0]!;
  const graph = readTflite(model, name);
  for (const [input, value] of [
    [3, 32767],
    [3, -1],
    [4, 32767],
    [4, -1],
    [5, 32767],
    [5, -1],
  ] as const) {
    const place = graph.ops[0]!.inputs[input]!;
    const data = Int16Array.from(graph.tensors[place]!.data as Int16Array).fill(value, 1, 2);
    const tensors = graph.tensors.map((tensor, i) => (i === place ? { ...tensor, data } : tensor));
    await expect(loadIntegerNetwork({ ...graph, tensors })).rejects.toThrow(/band 1 that goes beyond/);
  }
});

describe('CIRCULAR_BUFFER', () => {
  const { model, name } = loadVectors('CIRCULAR_BUFFER')[0]!;
  const graph = readTflite(model, name);

  it('refuses to let only some runs through', () => {
    expect(answer(changed(graph, { cycles: 2 }, undefined))).toBeUndefined();
    expect(answer(changed(graph, { cycles: 0 }, undefined))).toBeUndefined();
  });

  it('refuses an output that is not kept', () => {
    const tensors = graph.tensors.map(({ isVariable: _, ...tensor }) => tensor);
    expect(answer({ ...graph, tensors })).toBeUndefined();
  });
});
