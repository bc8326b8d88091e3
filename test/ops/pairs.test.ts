import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes, Tensor } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { opDef } from '../../src/ops/index.ts';
import { thrown } from '../support/errors.ts';
import { evaluate, graphOf, int8, nodeOf, quant, real, shaped } from './single-op.ts';

const SUM = { activation: 'NONE', potScaleInt16: true };
const FUSED = { activation: 'NONE' };

/** An activation that is not quantized. */
const plain = (dtype: Tensor['dtype'], shape: readonly number[]): Tensor => ({ name: dtype, shape, dtype });
const int16 = (shape: readonly number[], scale: number, zeroPoint = 0): Tensor => ({
  ...plain('int16', shape),
  quant: quant(scale, zeroPoint),
});

type Meaning = (a: number, b: number) => number;
const truth = (value: boolean): number => (value ? 1 : 0);

/** What each operator makes of two real numbers. */
const MEANINGS: readonly (readonly [string, Attributes, Meaning])[] = [
  ['ADD', SUM, (a, b) => a + b],
  ['SUB', SUM, (a, b) => a - b],
  ['MUL', FUSED, (a, b) => a * b],
  ['DIV', FUSED, (a, b) => a / b],
  ['MAXIMUM', {}, Math.max],
  ['MINIMUM', {}, Math.min],
  ['SQUARED_DIFFERENCE', {}, (a, b) => (a - b) ** 2],
  ['PRELU', {}, (a, b) => (a >= 0 ? a : a * b)],
  ['EQUAL', {}, (a, b) => truth(a === b)],
  ['NOT_EQUAL', {}, (a, b) => truth(a !== b)],
  ['GREATER', {}, (a, b) => truth(a > b)],
  ['GREATER_EQUAL', {}, (a, b) => truth(a >= b)],
  ['LESS', {}, (a, b) => truth(a < b)],
  ['LESS_EQUAL', {}, (a, b) => truth(a <= b)],
];

/** Halves, so that results are exact in float32. */
const halves = fc.array(
  fc.integer({ min: -20, max: 20 }).map((value) => (value === 0 ? 1 : value / 2)),
  { minLength: 6, maxLength: 6 },
);

describe.each(MEANINGS)('%s', (type, attrs, meaning) => {
  const def = opDef(type, 0);

  it('computes what it means, in real numbers', async () => {
    const graph = graphOf(type, [real([2, 3]), real([2, 3])], attrs);
    await fc.assert(
      fc.asyncProperty(halves, halves, async (a, b) => {
        const wanted = a.map((value, i) => Math.fround(meaning(value, b[i]!)));
        expect(await evaluate(graph, a, b)).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });

  it('stretches what has one element in a dimension', async () => {
    const graph = graphOf(type, [real([2, 1]), real([3])], attrs);
    expect(def.shapes(nodeOf(graph))).toEqual([[2, 3]]);
    const wanted = [1, 4].flatMap((a) => [2, 4, 8].map((b) => meaning(a, b)));
    expect(await evaluate(graph, [1, 4], [2, 4, 8])).toEqual(wanted);
  });

  it('refuses shapes that do not go together, and more than six dimensions', () => {
    const refusal = (a: number[], b: number[]) =>
      thrown('model', () => def.shapes(nodeOf(graphOf(type, [real(a), real(b)], attrs)))).message;
    expect(refusal([2, 3], [2, 4])).toContain('cannot combine the shapes [2, 3] and [2, 4]');
    expect(refusal([1, 1, 1, 1, 1, 1, 1], [1])).toContain('7 dimensions; TFLM takes at most 6');
  });

  it('refuses types that no kernel takes', () => {
    const graph = graphOf(type, [plain('int64', [2]), int8([2])], attrs);
    expect(thrown('model', () => def.kernels(nodeOf(graph))).message).toContain('which no kernel takes');
  });
});

describe.each([
  ['LOGICAL_AND', (a: number, b: number) => a && b],
  ['LOGICAL_OR', (a: number, b: number) => a || b],
])('%s', (type, meaning) => {
  it('computes what it means', async () => {
    const graph = graphOf(type, [plain('bool', [2, 2]), plain('bool', [2, 2])], {}, { dtype: 'bool' });
    const [a, b] = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    expect(await evaluate(graph, a, b)).toEqual(a.map((value, i) => meaning(value, b[i]!)));
  });
});

describe('LOGICAL_NOT', () => {
  it('computes what it means', async () => {
    const graph = graphOf('LOGICAL_NOT', [plain('bool', [3])], {}, { dtype: 'bool' });
    expect(await evaluate(graph, [0, 1, 0])).toEqual([1, 0, 1]);
  });
});

describe('SELECT_V2', () => {
  const inputs = (dtype: Tensor['dtype']) => [plain('bool', [2, 1]), plain(dtype, [3]), plain(dtype, [])];

  it('takes elements of both, each stretched', async () => {
    const graph = graphOf('SELECT_V2', inputs('float32'), {});
    expect(await evaluate(graph, [1, 0], [5, 6, 7], [-1])).toEqual([5, 6, 7, -1, -1, -1]);
  });

  it('ties scales where it selects real numbers, and quantizes nothing else', () => {
    const rule = opDef('SELECT_V2', 0).quantization!;
    const output = rule.output as Exclude<typeof rule.output, { as: string }>;
    const [reals, integers] = (['float32', 'int32'] as const).map((dtype) =>
      nodeOf(graphOf('SELECT_V2', inputs(dtype), {})),
    );
    expect([0, 1, 2].map((i) => rule.input(i, reals!).as)).toEqual(['plain', 'activation', 'activation']);
    expect(output(reals!)).toEqual({ as: 'same-as-input' });
    expect([0, 1, 2].map((i) => rule.input(i, integers!).as)).toEqual(['plain', 'plain', 'plain']);
    expect(output(integers!)).toEqual({ as: 'plain' });
  });
});

describe('DIV of integers', () => {
  const graph = graphOf('DIV', [plain('int32', [6]), plain('int32', [6])], FUSED, { dtype: 'int32' });
  const least = -(2 ** 31);

  it('is truncated, in real numbers too', async () => {
    const quotients = [2, -2, -2, 2, 0, 0];
    expect(await evaluate(graph, [7, -7, 7, -7, 1, 0], [3, 3, -3, -3, 2, -5])).toEqual(quotients);
  });

  it('does not stop at zeros', async () => {
    const network = await loadIntegerNetwork(shaped(graph));
    const [dividends, divisors] = [
      [7, -7, least, least, 0, 9],
      [0, 0, -1, 1, 0, -2],
    ].map((values) => Int32Array.from(values));
    expect(network.run([dividends!, divisors!])).toEqual([Int32Array.from([0, 0, least, least, 0, -4])]);
  });
});

describe('DIV of int8', () => {
  it('saturates at zeros, and rounds tiny quotients to zero', async () => {
    const network = await loadIntegerNetwork(
      shaped(
        graphOf('DIV', [int8([7], quant(0.1, 3)), int8([7], quant(0.1, -5))], FUSED, {
          dtype: 'int8',
          quant: quant(0.1, 1),
        }),
      ),
    );
    const dividends = Int8Array.from([4, 2, 3, 4, 2, 127, 103]);
    const divisors = Int8Array.from([-5, -5, -5, 127, 127, 127, 95]);
    // (dividend − 3) / (divisor + 5) / 0.1 + 1
    expect(network.run([dividends, divisors])).toEqual([Int8Array.from([127, -128, 1, 1, 1, 10, 11])]);
  });
});

describe('ADD_N', () => {
  const def = opDef('ADD_N', 0);
  const node = (inputs: readonly Tensor[]) => nodeOf(graphOf('ADD_N', inputs, {}, int8([2])));
  const copies = (count: number): Tensor[] => Array.from({ length: count }, () => int8([2]));

  it('adds all of them in real numbers', async () => {
    const graph = graphOf('ADD_N', [real([2]), real([2]), real([2])], {});
    expect(await evaluate(graph, [1, 2], [3, 4], [5, 6])).toEqual([9, 12]);
  });

  it.each<[string, Tensor[]]>([
    ['has 1 inputs; it takes 2 to 8', copies(1)],
    ['has 9 inputs; it takes 2 to 8', copies(9)],
    ['cannot add the shapes [2] and [3]', [int8([2]), int8([3])]],
    ['needs the same scale and zero point', [int8([2]), int8([2], quant(0.2))]],
    ['works on int16', [int16([2], 0.1), int16([2], 0.1)]],
  ])('%s', (message, inputs) => {
    expect(thrown('model', () => def.kernels(node(inputs))).message).toContain(message);
  });

  it('is not quantized by us: its kernel is wrong', () => {
    const floats = nodeOf(graphOf('ADD_N', [real([2]), real([2])], {}));
    expect(thrown('model', () => def.quantization!.input(0, floats)).message).toContain('off by their zero');
  });
});

describe('refusals of TFLM', () => {
  const kernels = (type: string, inputs: readonly Tensor[], attrs: Attributes, output: Partial<Tensor>) =>
    thrown('model', () => opDef(type, 0).kernels(nodeOf(graphOf(type, inputs, attrs, output)))).message;

  it.each<[string, string, Tensor[], Attributes, Partial<Tensor>]>([
    ['compares an input with the scale 1', 'LESS', [int8([2], quant(1)), int8([2])], {}, { dtype: 'bool' }],
    ['no kernel takes', 'GREATER', [int16([2], 0.1), int16([2], 0.1)], {}, { dtype: 'bool' }],
    ['no kernel takes', 'LESS', [plain('bool', [2]), plain('bool', [2])], {}, { dtype: 'bool' }],
    ['has the zero point 1', 'MUL', [int16([2], 0.1), int16([2], 0.1, 1)], FUSED, int16([2], 0.1)],
    ['far finer', 'SUB', [int8([2], quant(1)), int8([2])], SUM, int8([2], quant(1e-9))],
    [
      'int32 with quantization parameters',
      'ADD',
      [plain('int32', [2]), { ...plain('int32', [2]), quant: quant(1) }],
      SUM,
      { dtype: 'int32' },
    ],
    [
      'fused activation RELU on int32',
      'ADD',
      [plain('int32', [2]), plain('int32', [2])],
      { ...SUM, activation: 'RELU' },
      { dtype: 'int32' },
    ],
    ['no kernel takes', 'PRELU', [int16([2], 0.1), int16([2], 0.1)], {}, int16([2], 0.1)],
    ['no kernel takes', 'DIV', [int16([2], 0.1), int16([2], 0.1)], FUSED, int16([2], 0.1)],
  ])('%s: %s', (message, type, inputs, attrs, output) => {
    expect(kernels(type, inputs, attrs, output)).toContain(message);
  });
});

describe('versions', () => {
  const version = (type: string, tensor: Tensor, attrs: Attributes = {}, second = tensor) =>
    opDef(type, 0).tflite.version(nodeOf(graphOf(type, [tensor, second], attrs, tensor)));

  it.each<[number, string, Tensor, Attributes, Tensor?]>([
    [1, 'ADD', int16([2], 1), SUM],
    [3, 'ADD', int16([2], 1), { ...SUM, potScaleInt16: false }],
    [2, 'ADD', int8([2]), SUM],
    [5, 'SUB', int16([2], 1), { ...SUM, potScaleInt16: false }],
    [3, 'SUB', int8([1, 1, 1, 1, 2]), SUM, int8([2])],
    [2, 'SUB', int8([1, 1, 1, 1, 2]), SUM],
    [4, 'MAXIMUM', int16([2], 1), {}],
    [3, 'MINIMUM', int8([1, 1, 1, 1, 2]), {}, int8([1, 1, 1, 1, 1])],
    [2, 'DIV', int8([1, 1, 1, 1, 2]), FUSED, int8([2])],
    [1, 'DIV', int8([2]), FUSED],
    [2, 'LESS', int8([2]), {}],
    [1, 'LESS', plain('int64', [2]), {}],
  ])('%i of %s', (wanted, type, tensor, attrs, second) => {
    expect(version(type, tensor, attrs, second)).toBe(wanted);
  });
});
