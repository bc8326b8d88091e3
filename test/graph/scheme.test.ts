import { expect, it } from 'vitest';
import type { DType } from '../../src/graph/dtype.ts';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { describeScheme } from '../../src/graph/scheme.ts';

function tensor(dtype: DType, constant = false): Tensor {
  const quant = { scale: [1], zeroPoint: [0], axis: 0 };
  return {
    name: '',
    shape: [1],
    dtype,
    ...(dtype !== 'float32' && { quant }),
    ...(constant && { data: new Int8Array(1) }),
  };
}

/** input → op → inner → op with weights → output */
function network(input: DType, inner: DType, weights: DType, output: DType): Graph {
  return {
    name: '',
    tensors: [tensor(input), tensor(inner), tensor(weights, true), tensor(output)],
    ops: [
      { type: 'A', inputs: [0], outputs: [1], attrs: {} },
      { type: 'B', inputs: [1, 2], outputs: [3], attrs: {} },
    ],
    inputs: [0],
    outputs: [3],
  };
}

it.each([
  ['float', network('float32', 'float32', 'float32', 'float32')],
  ['dynamic-range', network('float32', 'float32', 'int8', 'float32')],
  ['int8', network('int8', 'int8', 'int8', 'int8')],
  ['int8', network('float32', 'int8', 'int8', 'float32')],
  ['int8', network('uint8', 'int8', 'int8', 'uint8')],
  ['int16', network('int16', 'int16', 'int8', 'int16')],
  ['uint8', network('uint8', 'uint8', 'uint8', 'uint8')],
] as const)('tells %s', (scheme, graph) => {
  expect(describeScheme(graph)).toBe(scheme);
});

it('tells networks of a single operator, and mixed ones', () => {
  const single = network('int8', 'int8', 'int8', 'int8');
  expect(describeScheme({ ...single, ops: [single.ops[1]!], inputs: [1] })).toBe('int8');
  const mixed: Graph = {
    name: '',
    tensors: [tensor('float32'), tensor('float32'), tensor('int8'), tensor('float32')],
    ops: [0, 1, 2].map((k) => ({ type: 'A', inputs: [k], outputs: [k + 1], attrs: {} })),
    inputs: [0],
    outputs: [3],
  };
  expect(describeScheme(mixed)).toBe('mixed');
});
