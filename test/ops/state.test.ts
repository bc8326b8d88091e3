/** Operators with state: in real numbers against their definitions, then as integers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { encodeSample } from '../../src/data/index.ts';
import { loadFloatNetwork } from '../../src/float/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { dequantizeValues } from '../../src/graph/quantize-values.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { OpNode, opDef } from '../../src/ops/index.ts';
import { calibrate, evaluateFloat, evaluateInteger } from '../../src/quantize/index.ts';
import { thrown } from '../support/errors.ts';
import {
  inputsOf,
  type LstmSizes,
  lstmNetwork,
  quantized,
  svdfNetwork,
  variableNetwork,
} from '../support/stateful-network.ts';

const named = (graph: Graph, name: string): Tensor => graph.tensors.find((tensor) => tensor.name === name)!;
const valuesOf = (graph: Graph, name: string) => named(graph, name).data as Float32Array;
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** An LSTM by its definition; the result is in the layout of the input. */
function naiveLstm(graph: Graph, sizes: LstmSizes, invocations: readonly Float32Array[]): number[][] {
  const { batch, steps, inputs, units, timeMajor, cellClip = 0 } = sizes;
  const hidden = new Float64Array(batch * units);
  const cell = new Float64Array(batch * units);
  const gate = (name: string, x: Float32Array, at: number, h: Float64Array, unit: number): number => {
    let sum = valuesOf(graph, `${name} bias`)[unit]!;
    for (let i = 0; i < inputs; i++)
      sum += valuesOf(graph, `${name} weights`)[unit * inputs + i]! * x[at + i]!;
    for (let i = 0; i < units; i++) sum += valuesOf(graph, `${name} recurrent`)[unit * units + i]! * h[i]!;
    return sum;
  };
  return invocations.map((x) => {
    const output = new Array<number>(batch * steps * units);
    for (let row = 0; row < batch; row++) {
      for (let step = 0; step < steps; step++) {
        const place = timeMajor ? step * batch + row : row * steps + step;
        const before = hidden.slice(row * units, (row + 1) * units);
        for (let unit = 0; unit < units; unit++) {
          const of = (name: string) => gate(name, x, place * inputs, before, unit);
          const k = row * units + unit;
          const next = logistic(of('forget')) * cell[k]! + logistic(of('input')) * Math.tanh(of('cell'));
          cell[k] = cellClip > 0 ? Math.max(-cellClip, Math.min(cellClip, next)) : next;
          hidden[k] = logistic(of('output')) * Math.tanh(cell[k]!);
          output[place * units + unit] = hidden[k]!;
        }
      }
    }
    return output;
  });
}

/** An SVDF by its definition. */
function naiveSvdf(graph: Graph, invocations: readonly Float32Array[]): number[][] {
  const memory = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  return invocations.map((x) => {
    const sums = [...valuesOf(graph, 'bias')];
    memory.forEach((kept, filter) => {
      const feature = valuesOf(graph, 'feature weights').subarray(3 * filter, 3 * filter + 3);
      kept.shift();
      kept.push(feature.reduce((sum, weight, i) => sum + weight * x[i]!, 0));
      const time = valuesOf(graph, 'time weights').subarray(4 * filter, 4 * filter + 4);
      sums[filter >> 1]! += time.reduce((sum, weight, i) => sum + weight * kept[i]!, 0);
    });
    return sums.map((sum) => Math.max(0, sum));
  });
}

function expectClose(given: readonly Float32Array[], expected: readonly number[][]): void {
  given.forEach((values, k) => {
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[k]![i]!, 5);
    });
  });
}

const PLAIN: LstmSizes = { batch: 1, steps: 3, inputs: 2, units: 4 };

const MAKERS: readonly (readonly [string, () => Graph])[] = [
  ['an LSTM', () => lstmNetwork(PLAIN)],
  ['an SVDF', svdfNetwork],
  ['a variable', variableNetwork],
];

describe('in real numbers', () => {
  it.each<[string, LstmSizes]>([
    ['one sequence', PLAIN],
    ['a batch', { ...PLAIN, batch: 2 }],
    ['a batch, time major', { ...PLAIN, batch: 2, timeMajor: true }],
    ['a clipped cell state', { ...PLAIN, cellClip: 0.2 }],
  ])('an LSTM is what its definition says, invocation after invocation: %s', async (_what, sizes) => {
    const graph = lstmNetwork(sizes);
    const network = await loadFloatNetwork(graph);
    const inputs = inputsOf(graph, 3);
    const expected = naiveLstm(graph, sizes, inputs);
    expectClose(
      inputs.map((x) => network.run([x])[0]!),
      expected,
    );
    network.reset();
    expectClose([network.run([inputs[0]!])[0]!], [expected[0]!]);
    network.dispose();
  });

  it('an SVDF is what its definition says, invocation after invocation', async () => {
    const graph = svdfNetwork();
    const network = await loadFloatNetwork(graph);
    const inputs = inputsOf(graph, 7);
    const expected = naiveSvdf(graph, inputs);
    expectClose(
      inputs.map((x) => network.run([x])[0]!),
      expected,
    );
    network.reset();
    expectClose([network.run([inputs[0]!])[0]!], [expected[0]!]);
    network.dispose();
  });
});

describe('a resource variable', () => {
  it('begins with its initial value, and again after a reset', async () => {
    const network = await loadFloatNetwork(readTflite(writeTflite(variableNetwork()), 'file'));
    const run = () => [...network.run([Float32Array.of(1, 1, 1, 1)])[0]!];
    expect(run()).toEqual([1.5, -2, 2, 3]);
    expect(run()).toEqual([1.75, 0, 2, 2.5]);
    network.reset();
    expect(run()).toEqual([1.5, -2, 2, 3]);
    network.dispose();
  });

  it('shares its scale with what is read and written, and its initial value is in the file again', async () => {
    const graph = await quantized(variableNetwork());
    const [variable, before, after] = ['v', 'before', 'after'].map((name) => named(graph, name));
    expect(variable!.quant!.scale).toHaveLength(1);
    expect([before!.quant, after!.quant]).toEqual([variable!.quant, variable!.quant]);
    const reread = readTflite(writeTflite(graph), 'file');
    expect(named(reread, 'v').initial).toEqual(variable!.initial);
    const real = dequantizeValues(variable!.initial!, variable!);
    [0.5, -3, 1, 2].forEach((value, i) => {
      expect(Math.abs(real[i]! - value)).toBeLessThan(0.03);
    });
  });

  const refused = (change: (graph: Graph) => Graph) =>
    thrown('model', () => readTflite(writeTflite(change(variableNetwork())), 'file')).message;

  it('is refused where its initial value would have to be computed, or comes too late', () => {
    const [initializer] = variableNetwork().subgraphs!;
    const computed = { ...initializer!, ops: [...initializer!.ops, variableNetwork().ops[4]!] };
    const tensors = [...initializer!.tensors, ...variableNetwork().tensors];
    expect(refused((graph) => ({ ...graph, subgraphs: [{ ...computed, tensors }] }))).toMatch(
      /operator 0 \(CALL_ONCE\) runs a subgraph that computes with "MUL"/,
    );
    const { ops } = variableNetwork();
    expect(refused((graph) => ({ ...graph, ops: [...ops.slice(1), ops[0]!] }))).toMatch(
      /operator 5 \(CALL_ONCE\) comes after operator 1 \(READ_VARIABLE\)/,
    );
    expect(refused((graph) => ({ ...graph, ops: ops.slice(1) }))).toMatch(
      /2 subgraphs, which an operator runs/,
    );
    expect(
      refused((graph) => ({
        ...graph,
        tensors: graph.tensors.map((t) => (t.name === 'y' ? { ...t, shape: [4] } : t)),
      })),
    ).toMatch(/ADD/);
  });
});

describe('quantized', () => {
  it('an LSTM has the types and scales that the specification asks for', async () => {
    const graph = await quantized(lstmNetwork(PLAIN));
    const output = graph.tensors[graph.outputs[0]!]!;
    expect(named(graph, 'hidden')).toMatchObject({ dtype: 'int8', quant: output.quant, isVariable: true });
    expect(named(graph, 'cell')).toMatchObject({ dtype: 'int16', isVariable: true });
    const { scale, zeroPoint } = named(graph, 'cell').quant!;
    expect([Number.isInteger(Math.log2(scale[0]!)), zeroPoint[0]]).toEqual([true, 0]);
    expect(scale[0]!).toBeGreaterThanOrEqual(2 ** -15);
    for (const gate of ['input', 'forget', 'cell', 'output']) {
      const weights = named(graph, `${gate} weights`).quant!;
      const product = Math.fround(named(graph, 'input0').quant!.scale[0]! * weights.scale[0]!);
      expect(weights.zeroPoint).toEqual([0]);
      expect(named(graph, `${gate} bias`)).toMatchObject({ dtype: 'int32', quant: { scale: [product] } });
    }
    const inside = graph.ops[0]!.intermediates!.map((index) => graph.tensors[index]!);
    expect(inside.map(({ dtype }) => dtype)).toEqual(['float32', 'float32', 'float32', 'float32', 'int8']);
    expect(inside[4]!.quant).toEqual(output.quant);
  });

  it('an SVDF has the types and scales that the specification asks for', async () => {
    const graph = await quantized(svdfNetwork());
    const [time, state] = [named(graph, 'time weights'), named(graph, 'state')];
    expect(state).toMatchObject({ dtype: 'int16', isVariable: true, quant: { zeroPoint: [0] } });
    const most = (time.data as Int16Array).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    expect([time.dtype, most]).toEqual(['int16', 511]);
    const product = Math.fround(state.quant!.scale[0]! * time.quant!.scale[0]!);
    expect(named(graph, 'bias')).toMatchObject({ dtype: 'int32', quant: { scale: [product] } });
    expect(graph.tensors[graph.outputs[0]!]!.quant!.zeroPoint).toEqual([-128]);
  });

  it.each(MAKERS)(
    '%s follows the real numbers, keeps its state until a reset, and survives its file',
    async (_what, make) => {
      const graph = make();
      const integer = await quantized(graph);
      const read = readTflite(writeTflite(integer), 'file');
      expect(read.ops).toEqual(integer.ops);
      expect(read.tensors).toEqual(integer.tensors);
      expect(read.subgraphs?.map(({ ops }) => ops)).toEqual(integer.subgraphs?.map(({ ops }) => ops));

      const [real, network] = [await loadFloatNetwork(graph), await loadIntegerNetwork(read)];
      const output = read.tensors[read.outputs[0]!]!;
      const inputs = inputsOf(graph, 6);
      const run = (x: Float32Array) => dequantizeValues(network.run(encodeSample(read, [x]))[0]!, output);
      const first = inputs.map((x) => {
        const [expected, given] = [real.run([x])[0]!, run(x)];
        given.forEach((value, i) => {
          expect(Math.abs(value - expected[i]!)).toBeLessThan(0.1);
        });
        return given;
      });
      expect(inputs.map(run)).not.toEqual(first);
      network.reset();
      expect(inputs.map(run)).toEqual(first);
      real.dispose();
    },
  );
});

describe('evaluation', () => {
  it('begins every sample afresh', async () => {
    const graph = lstmNetwork(PLAIN);
    const integer = await quantized(graph);
    const [x] = inputsOf(graph, 1);
    const samples = { count: 5, sample: () => [x!] };
    const labels = Int32Array.from({ length: 5 }, () => 0);
    for (const { predictions } of [
      await evaluateFloat(graph, samples, labels),
      await evaluateInteger(integer, samples, labels),
    ]) {
      expect(new Set(predictions).size).toBe(1);
    }
    const { ranges } = await calibrate(graph, samples);
    expect([...ranges]).toEqual([...(await calibrate(graph, { ...samples, count: 1 })).ranges]);
  });
});

describe('state that cannot be', () => {
  const change = (graph: Graph, name: string, more: Partial<Tensor>): Graph => ({
    ...graph,
    tensors: graph.tensors.map((tensor) => (tensor.name === name ? { ...tensor, ...more } : tensor)),
  });

  it.each([
    [
      'a constant',
      change(lstmNetwork(PLAIN), 'cell', { isVariable: false, data: new Float32Array(4) }),
      /no variable/,
    ],
    ['of another size', change(lstmNetwork(PLAIN), 'hidden', { shape: [2, 4] }), /state of shape \[2, 4\]/],
    ['of a filter too few', change(svdfNetwork(), 'state', { shape: [1, 12] }), /state of shape \[1, 12\]/],
  ])('is refused in a file: %s', (_what, graph, message) => {
    const error = thrown('model', () => readTflite(writeTflite(graph), 'file.tflite'));
    expect(error.message).toMatch(message);
  });
});

describe('from a damaged file', () => {
  const numbers = fc.constantFrom(0, 1, 2, 3, 4, 6, 16, -1, 2 ** 31 - 1);
  const tensor: fc.Arbitrary<Partial<Tensor>> = fc.oneof(
    fc.record({ shape: fc.array(numbers, { maxLength: 4 }) }),
    fc.record({ dtype: fc.constantFrom('int8', 'int16', 'int32', 'int64', 'float32') }),
    fc.record({ isVariable: fc.boolean() }),
    fc.record({
      quant: fc.record({
        scale: fc.array(fc.constantFrom(0.1, 2 ** -11, 1e-30, 1e30), { minLength: 1, maxLength: 2 }),
        zeroPoint: fc.constant([-128, 3]),
        axis: fc.constant(0),
      }),
    }),
  );
  const attrs = fc.record(
    {
      rank: numbers,
      activation: fc.constantFrom('NONE', 'RELU', 'TANH'),
      timeMajor: fc.boolean(),
      cellClip: numbers,
    },
    { requiredKeys: [] },
  );

  it.each(MAKERS)('%s gives sound parameters or an error for the user', async (_what, make) => {
    const graph = await quantized(make());
    const changes = fc.array(fc.tuple(fc.nat(graph.tensors.length - 1), tensor), { maxLength: 3 });
    fc.assert(
      fc.property(changes, attrs, (changed, values) => {
        const tensors = [...graph.tensors];
        for (const [index, more] of changed) tensors[index] = { ...tensors[index]!, ...more };
        const op = { ...graph.ops[0]!, attrs: { ...graph.ops[0]!.attrs, ...values } };
        const node = new OpNode({ ...graph, tensors, ops: [op] }, op);
        try {
          const fields = opDef(op.type, 0)
            .kernels(node)
            .flatMap((call) => call.fields);
          const held = fields.flatMap((field) => (field.type === 'table' ? field.values : [field.value]));
          expect(held.every((value) => Number.isInteger(value) && value === (value | 0))).toBe(true);
        } catch (error) {
          if (!(error instanceof TflqError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
