import { describe, expect, it } from 'vitest';
import type { Graph, Op, Tensor } from '../../src/graph/graph.ts';
import { tensorLabel } from '../../src/graph/tensor-label.ts';
import { validateGraph } from '../../src/graph/validate.ts';
import { thrown } from '../support/errors.ts';

function tensor(name: string, more: Partial<Tensor> = {}): Tensor {
  return { name, shape: [1, 2], dtype: 'float32', ...more };
}

function op(inputs: number[], outputs: number[], type = 'RELU'): Op {
  return { type, inputs, outputs, attrs: {} };
}

/** a → RELU → b → ADD(b, w) → c */
const SOUND: Graph = {
  name: 'main',
  tensors: [tensor('a'), tensor('b'), tensor('w', { data: Float32Array.of(1, 2) }), tensor('c')],
  ops: [op([0], [1]), op([1, 2, -1], [3], 'ADD')],
  inputs: [0],
  outputs: [3],
};

function withTensor(index: number, more: Partial<Tensor>): Graph {
  return { ...SOUND, tensors: SOUND.tensors.map((one, i) => (i === index ? { ...one, ...more } : one)) };
}

describe('validateGraph', () => {
  it('accepts a sound graph, absent inputs, variables, and constants without elements', () => {
    validateGraph(SOUND);
    validateGraph(withTensor(2, { shape: [0], data: new Float32Array() }));
    const { data: _data, ...state } = tensor('w', { isVariable: true });
    validateGraph({ ...SOUND, tensors: SOUND.tensors.map((one, i) => (i === 2 ? state : one)) });
    validateGraph(withTensor(1, { dtype: 'int8', quant: { scale: [1, 2], zeroPoint: [0, -128], axis: 1 } }));
  });

  const quant = (scale: number[], zeroPoint: number[], axis = 0): Partial<Tensor> => ({
    dtype: 'int8',
    quant: { scale, zeroPoint, axis },
  });

  it.each<[string, Graph, RegExp]>([
    ['no input', { ...SOUND, inputs: [] }, /no input/],
    ['state with data', withTensor(2, { isVariable: true }), /tensor 2 .* is state of the network, and also/],
    [
      'state as an input',
      withTensor(0, { isVariable: true }),
      /tensor 0 .* is state of the network, and also/,
    ],
    ['no output', { ...SOUND, outputs: [] }, /no output/],
    ['an input out of range', { ...SOUND, inputs: [9] }, /inputs refers to tensor 9; there are 4/],
    ['an output out of range', { ...SOUND, outputs: [-1] }, /outputs refers to tensor -1/],
    ['the same input twice', { ...SOUND, inputs: [0, 0] }, /same input twice/],
    [
      'a constant input',
      { ...SOUND, inputs: [0, 2] },
      /tensor 2 \("w"\) is an input of the network and a constant/,
    ],
    ['an output that nothing computes', { ...SOUND, outputs: [0] }, /tensor 0 \("a"\).*no operator computes/],
    [
      'an operator input out of range',
      { ...SOUND, ops: [op([4], [1])] },
      /operator 0 \(RELU\) refers to tensor 4/,
    ],
    ['an operator input below −1', { ...SOUND, ops: [op([-2], [1])] }, /refers to tensor -2/],
    ['an absent operator output', { ...SOUND, ops: [op([0], [-1])] }, /refers to tensor -1/],
    [
      'operators out of order',
      { ...SOUND, ops: SOUND.ops.toReversed() },
      /operator 0 \(ADD\) reads tensor 1 \("b"\), which operator 1 \(RELU\) computes only afterwards/,
    ],
    ['a cycle of one', { ...SOUND, ops: [op([1], [1]), SOUND.ops[1]!] }, /form a cycle/],
    [
      'a tensor that nothing computes',
      { ...SOUND, ops: [SOUND.ops[1]!] },
      /tensor 1 \("b"\), which nothing computes/,
    ],
    ['two writers', { ...SOUND, ops: [...SOUND.ops, op([0], [1])] }, /written by the operators 0 and 2/],
    ['a written constant', { ...SOUND, ops: [op([0], [2])] }, /writes tensor 2 \("w"\)/],
    ['a written input', { ...SOUND, ops: [op([2], [0])] }, /writes tensor 0 \("a"\)/],
    ['an open dimension', withTensor(0, { shape: [1, -1] }), /shape \[1, -1\]; every dimension/],
    ['an empty activation', withTensor(1, { shape: [0, 2] }), /shape \[0, 2\]/],
    ['an enormous tensor', withTensor(1, { shape: [65536, 65536] }), /larger than 2 GB/],
    ['wrong data', withTensor(2, { shape: [3] }), /should have 3 elements, but its data has 2/],
    ['a scale of 0', withTensor(1, quant([0], [0])), /scale 0; a scale is/],
    ['a negative scale', withTensor(1, quant([-1], [0])), /scale -1/],
    ['an infinite scale', withTensor(1, quant([Infinity], [0])), /scale Infinity/],
    ['NaN for a scale', withTensor(1, quant([Number.NaN], [0])), /scale NaN/],
    ['a zero point out of range', withTensor(1, quant([1], [128])), /zero point 128/],
    ['scales without zero points', withTensor(1, quant([1], [])), /1 quantization scales and 0 zero points/],
    [
      'scales that do not fit the axis',
      withTensor(1, quant([1, 1], [0, 0], 0)),
      /2 quantization scales along axis 0/,
    ],
    [
      'quantized floats',
      withTensor(1, { ...quant([1], [0]), dtype: 'float32' }),
      /quantized, but of type float32/,
    ],
  ])('refuses %s', (_, graph, expected) => {
    expect(thrown('model', () => validateGraph(graph)).message).toMatch(expected);
  });
});

it('escapes and cuts names', () => {
  const tensors = [tensor('a"\n\x1b[31m'), tensor('x'.repeat(500)), tensor('')];
  expect(tensorLabel({ tensors }, 0)).toBe('tensor 0 ("a\\"\\n\\u001b[31m")');
  expect(tensorLabel({ tensors }, 1).length).toBeLessThan(100);
  expect(tensorLabel({ tensors }, 2)).toBe('tensor 2');
});
