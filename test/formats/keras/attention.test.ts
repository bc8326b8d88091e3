/** What layers of attention and equations become, and which are refused. The goldens compare what they compute. */
import { describe, expect, it } from 'vitest';
import type { TflqError } from '../../../src/common/errors.ts';
import type { Json } from '../../../src/formats/keras/json.ts';
import { buildKerasModel } from '../../../src/formats/keras/model.ts';
import type { WeightSource } from '../../../src/formats/keras/weights.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { thrown } from '../../support/errors.ts';

/** Weights of the shapes that are given by name. */
function source(shapes: Readonly<Record<string, readonly number[]>>): WeightSource {
  return {
    weights: (_layer, specs) =>
      specs.map(({ name, owner }) => {
        const shape = shapes[owner === undefined ? name : `${owner}/${name}`] ?? [1];
        return { shape, floats: () => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) };
      }),
  };
}

/** A model of one layer that is called on the input, twice where it is to look at itself. */
function model(className: string, config: Record<string, Json>, kwargs: Record<string, Json> = {}): Json {
  const x: Json = { class_name: '__keras_tensor__', config: { keras_history: ['x', 0, 0] } };
  const args: Json =
    className === 'MultiHeadAttention' ? [x, x] : className === 'EinsumDense' ? [x] : [[x, x]];
  return {
    class_name: 'Functional',
    config: {
      name: 'net',
      layers: [
        {
          class_name: 'InputLayer',
          name: 'x',
          config: { name: 'x', batch_shape: [null, 5, 4] },
          inbound_nodes: [],
        },
        {
          class_name: className,
          name: 'y',
          config: { name: 'y', ...config },
          inbound_nodes: [{ args, kwargs }],
        },
      ],
      input_layers: [['x', 0, 0]],
      output_layers: [['y', 0, 0]],
    },
  };
}

function build(config: Json, shapes: Readonly<Record<string, readonly number[]>> = {}): Graph {
  return buildKerasModel(config, () => source(shapes), { keras: 3 });
}

const refused = (config: Json): TflqError => thrown('model', () => build(config));

const heads = { num_heads: 2, key_dim: 3, use_bias: false };
const headShapes = {
  'query_dense/kernel': [4, 2, 3],
  'key_dense/kernel': [4, 2, 3],
  'value_dense/kernel': [4, 2, 3],
  'output_dense/kernel': [2, 3, 4],
};

describe('multi-head attention', () => {
  it('is products of matrices', () => {
    const types = build(model('MultiHeadAttention', heads), headShapes).ops.map(({ type }) => type);
    expect(types.filter((type) => !['RESHAPE', 'TRANSPOSE'].includes(type))).toEqual([
      'FULLY_CONNECTED',
      'FULLY_CONNECTED',
      'FULLY_CONNECTED',
      'BATCH_MATMUL',
      'SOFTMAX',
      'BATCH_MATMUL',
      'FULLY_CONNECTED',
    ]);
  });

  it.each([
    [{}, { use_causal_mask: true }, 'is called with use_causal_mask, and masks are not supported'],
    [{ attention_axes: [1, 2] }, {}, 'attends along other axes than 1 of [batch, positions, features]'],
    [{ use_gate: true }, {}, 'is built with use_gate, which is not supported'],
    [{ num_heads: 0 }, {}, 'has heads that are no counts'],
  ])('is refused: %j %j', (config, kwargs, message) => {
    const made = model('MultiHeadAttention', { ...heads, ...config }, kwargs);
    expect(refused(made).message).toBe(`layer "y" (MultiHeadAttention) ${message}`);
  });
});

describe('attention', () => {
  it('is refused where it is causal', () => {
    expect(refused(model('Attention', { causal: true })).message).toContain('is causal');
  });
});

describe('equations', () => {
  it.each(['abc,cd->adb', 'abc,dc->abd', 'abc,bcd->ad...', 'abc,cb->ab', 'ab', 'abc...,cd->abd...'])(
    'are refused: %s',
    (equation) => {
      expect(refused(model('EinsumDense', { equation, output_shape: [5, 4] })).message).toBe(
        `layer "y" (EinsumDense) computes ${JSON.stringify(equation)}, which is not supported`,
      );
    },
  );

  it('sum over several dimensions', () => {
    const config = { equation: 'abc,bcd->ad', output_shape: 3, bias_axes: 'd' };
    const graph = build(model('EinsumDense', config), { kernel: [5, 4, 3], bias: [3] });
    expect(graph.ops.map(({ type }) => type)).toEqual(['RESHAPE', 'FULLY_CONNECTED']);
  });
});
