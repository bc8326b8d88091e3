/** What configurations of models become, and which are refused with which words. */
import { describe, expect, it } from 'vitest';
import type { TflqError } from '../../../src/common/errors.ts';
import type { Json } from '../../../src/formats/keras/json.ts';
import { buildKerasModel, type KerasOptions } from '../../../src/formats/keras/model.ts';
import type { WeightSource } from '../../../src/formats/keras/weights.ts';
import { type Graph, tensorAt } from '../../../src/graph/graph.ts';
import { thrown } from '../../support/errors.ts';

/** Weights of the shapes that are given by layer and name; all elements are 0.5. */
function source(shapes: Readonly<Record<string, readonly number[]>>): () => WeightSource {
  return () => ({
    weights: (layer, specs) =>
      specs.map(({ name }) => {
        const shape = shapes[`${layer.name}/${name}`] ?? [1];
        const count = shape.reduce((product, dim) => product * dim, 1);
        return { shape, floats: () => new Float32Array(count).fill(0.5) };
      }),
  });
}

function layer(className: string, name: string, config: Record<string, Json> = {}, nodes?: Json): Json {
  return {
    class_name: className,
    config: { name, ...config },
    ...(nodes !== undefined && { name, inbound_nodes: nodes }),
  };
}

function sequential(...layers: Json[]): Json {
  return { class_name: 'Sequential', config: { name: 'net', layers } };
}

const input = (...shape: (number | null)[]): Json =>
  layer('InputLayer', 'x', { batch_input_shape: [null, ...shape] });

function build(
  config: Json,
  shapes: Readonly<Record<string, readonly number[]>> = {},
  options: Partial<KerasOptions> = {},
): Graph {
  return buildKerasModel(config, source(shapes), { keras: 2, ...options });
}

function refused(
  config: Json,
  shapes: Readonly<Record<string, readonly number[]>> = {},
  options: Partial<KerasOptions> = {},
): TflqError {
  return thrown('model', () => build(config, shapes, options));
}

const types = (graph: Graph): string[] => graph.ops.map((op) => op.type);

describe('inputs', () => {
  const dense = layer('Dense', 'dense', { units: 2, use_bias: false });
  const shapes = { 'dense/kernel': [3, 2] };

  it('have a batch of 1', () => {
    const graph = build(sequential(input(3), dense), shapes);
    expect(tensorAt(graph, graph.inputs[0]!)).toMatchObject({ name: 'x', shape: [1, 3], dtype: 'float32' });
    expect(tensorAt(graph, graph.outputs[0]!).shape).toEqual([1, 2]);
  });

  it('with open dimensions ask for --input-shape', () => {
    const config = sequential(input(null, 3), layer('GlobalMaxPooling1D', 'pool'), dense);
    const error = refused(config, shapes);
    expect(error.message).toBe('input "x" has the shape [?, ?, 3]: dimension 1 is open');
    expect(error.hint).toContain('--input-shape 1,N,3');
    for (const name of ['', 'x']) {
      const graph = build(config, shapes, { inputShapes: new Map([[name, [1, 8, 3]]]) });
      expect(tensorAt(graph, graph.inputs[0]!).shape).toEqual([1, 8, 3]);
    }
    const wrong = refused(config, shapes, { inputShapes: new Map([['', [1, 8, 4]]]) });
    expect(wrong.message).toContain('which [1, 8, 4] does not fit');
  });

  it('that the file does not tell ask for it too', () => {
    expect(refused(sequential(dense), shapes).message).toContain('has no shape in the file');
  });

  it('of embeddings are integers', () => {
    const embedding = layer('Embedding', 'words', { input_dim: 7, output_dim: 2 });
    const graph = build(sequential(input(4), embedding), { 'words/embeddings': [7, 2] });
    expect(tensorAt(graph, graph.inputs[0]!).dtype).toBe('int32');
    expect(types(graph)).toEqual(['GATHER']);
  });
});

describe('layers', () => {
  it('that are called twice have their constants once', () => {
    const config: Json = {
      class_name: 'Functional',
      config: {
        name: 'net',
        layers: [
          layer('InputLayer', 'a', { batch_input_shape: [null, 4] }, []),
          layer('Dense', 'd', { units: 4 }, [[['a', 0, 0, {}]], [['d', 0, 0, {}]]]),
        ],
        input_layers: [['a', 0, 0]],
        output_layers: [['d', 1, 0]],
      },
    };
    const graph = build(config, { 'd/kernel': [4, 4], 'd/bias': [4] });
    expect(types(graph)).toEqual(['FULLY_CONNECTED', 'FULLY_CONNECTED']);
    expect(graph.ops[0]!.inputs.slice(1)).toEqual(graph.ops[1]!.inputs.slice(1));
  });

  it.each([
    [2, 1.2],
    [3, undefined],
  ] as const)('take hard_sigmoid as Keras %i has it', (keras, slope) => {
    const graph = build(
      sequential(input(4), layer('Activation', 'a', { activation: 'hard_sigmoid' })),
      {},
      { keras },
    );
    const first = graph.ops[0]!;
    expect(first.type === 'MUL' ? tensorAt(graph, first.inputs[1]!).data![0] : undefined).toEqual(
      slope && Math.fround(slope),
    );
  });

  it.each([
    ['Lambda', {}, 'layer "odd" (Lambda) cannot be imported', /Replace it by layers of Keras/],
    ['Conv2d', {}, 'layer "odd" (Conv2d) cannot be imported', /Is Conv2D meant/],
    [
      'My>Thing',
      {},
      'layer "odd" (My>Thing) is of a class that is not part of Keras',
      /export it as \.tflite/,
    ],
    [
      'Activation',
      { activation: 'softplus' },
      'layer "odd" (Activation) has the activation "softplus"',
      /relu or swish/,
    ],
    [
      'Activation',
      { activation: 'toString' },
      'layer "odd" (Activation) has the activation "toString"',
      /can be had/,
    ],
    ['ReLU', { threshold: 0.5 }, 'layer "odd" (ReLU) is a ReLU with a threshold of 0.5', /threshold of 0/],
    [
      'Flatten',
      { data_format: 'channels_first' },
      'layer "odd" (Flatten) works on channels before',
      /channels_last/,
    ],
    [
      'Conv2D',
      { filters: 2 },
      'layer "odd" (Conv2D) says no "kernel_size"; it needs 2 integers',
      /Save the model/,
    ],
    ['Conv2D', { filters: 2, kernel_size: [3, -1] }, 'that are no counts', undefined],
    ['UpSampling2D', { interpolation: 'bicubic' }, 'interpolates by "bicubic"', /bilinear/],
    [
      'Embedding',
      { input_dim: 2, output_dim: 2 },
      'is called on a tensor of the network that is no integers',
      /input/,
    ],
    ['Reshape', { target_shape: [5, -1] }, 'cannot bring [4, 4, 3] into the shape [5, -1]', undefined],
    ['TFOpLambda', { function: 'math.erf' }, 'calls tf.math.erf, which cannot be imported', /layer of Keras/],
  ] as const)('%s %j are refused by name', (className, config, message, hint) => {
    const error = refused(
      sequential(
        input(4, 4, 3),
        layer('Activation', 'first', { activation: 'relu' }),
        layer(className, 'odd', config),
      ),
    );
    expect(error.message).toContain(message);
    if (hint !== undefined) expect(error.hint).toMatch(hint);
  });

  it('in nested models are named with their place', () => {
    const inner = layer('Sequential', 'block', { layers: [layer('Lambda', 'trick')] });
    expect(refused(sequential(input(4), inner)).message).toContain('layer "block/trick" (Lambda)');
  });

  it('with weights of another shape are refused', () => {
    const error = refused(sequential(input(3), layer('Dense', 'd', { units: 2 })), { 'd/kernel': [4, 2] });
    expect(error.message).toBe('layer "d" (Dense) has a weight "kernel" of shape [4, 2]; it needs [3, 2]');
  });
});

describe('configurations that make no sense', () => {
  const broken = (name: string, nodes: Json, output: Json = ['b', 0, 0]): Json => ({
    class_name: 'Functional',
    config: {
      name: 'net',
      layers: [
        layer('InputLayer', 'a', { batch_input_shape: [null, 4] }, []),
        layer('Activation', name, { activation: 'relu' }, nodes),
      ],
      input_layers: [['a', 0, 0]],
      output_layers: [output],
    },
  });

  it.each<[string, Json, RegExp]>([
    ['no object', 7, /configuration is 7/],
    ['a subclass', { class_name: 'MyNet', config: {} }, /class "MyNet", whose layers the file does not tell/],
    ['no layers', sequential(), /lists no layers/],
    ['a layer that is none', sequential(3), /has the layer 3/],
    ['two of one name', sequential(input(3), input(3)), /two layers of one name/],
    [
      'a loop',
      broken('b', [[['b', 0, 0, {}]]]),
      /"b" \(Activation\) is called on what no layer before it gives/,
    ],
    ['an unknown layer', broken('b', [[['c', 0, 0, {}]]]), /is called on what no layer before it gives/],
    [
      'an unknown output',
      broken('b', [[['a', 0, 0, {}]]], ['c', 0, 0]),
      /output that its layer "c" does not give/,
    ],
    ['nothing to compute', broken('b', [[['a', 0, 0, {}]]], ['a', 0, 0]), /computes nothing/],
  ])('are refused: %s', (_what, config, message) => {
    expect(refused(config).message).toMatch(message);
  });

  it('are refused: models within models without an end', () => {
    let config = sequential(input(4), layer('ReLU', 'r'));
    for (let k = 0; k < 1000; k++)
      config = sequential({ ...(config as object), config: (config as { config: Json }).config } as Json);
    expect(refused(config).message).toMatch(/models within models|without a name/);
  });

  it('are refused: models that multiply by calling each other', () => {
    const twice = (name: string, inner: Json, innerName: string): Json => ({
      class_name: 'Functional',
      name,
      inbound_nodes: [],
      config: {
        name,
        layers: [
          layer('InputLayer', 'i', { batch_input_shape: [null, 4] }, []),
          {
            ...(inner as Record<string, Json>),
            inbound_nodes: [
              [['i', 0, 0, {}]],
              ...Array.from({ length: 9 }, (_, k) => [[innerName, k, 0, {}]]),
            ],
          } as Json,
        ],
        input_layers: [['i', 0, 0]],
        output_layers: [[innerName, 9, 0]],
      },
    });
    let config = layer('ReLU', 'r0', {}, []);
    for (let k = 1; k < 12; k++) config = twice(`r${k}`, config, `r${k - 1}`);
    expect(refused(config).message).toMatch(/the model is too large/);
  });
});
