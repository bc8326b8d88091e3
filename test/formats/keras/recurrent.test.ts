/** What recurrent layers become, and which are refused with which words. The goldens compare what they compute. */
import { describe, expect, it } from 'vitest';
import type { TflqError } from '../../../src/common/errors.ts';
import type { Json } from '../../../src/formats/keras/json.ts';
import { buildKerasModel } from '../../../src/formats/keras/model.ts';
import type { WeightSource } from '../../../src/formats/keras/weights.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { thrown } from '../../support/errors.ts';

const UNITS = 2;

/** Weights of cells of two units on two features. */
function source(gates: number): WeightSource {
  const width = gates * UNITS;
  return {
    weights: (_layer, specs) =>
      specs.map(({ name }) => {
        const shape = name === 'bias' ? [width] : [UNITS, width];
        return { shape, floats: () => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.25) };
      }),
  };
}

function model(steps: number, ...layers: Json[]): Json {
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, steps, UNITS] } };
  return { class_name: 'Sequential', config: { name: 'net', layers: [input, ...layers] } };
}

function layer(className: string, config: Record<string, Json> = {}): Json {
  return { class_name: className, config: { name: className.toLowerCase(), units: UNITS, ...config } };
}

function build(config: Json, gates = 4): Graph {
  return buildKerasModel(config, () => source(gates), { keras: 3 });
}

const refused = (config: Json, gates = 4): TflqError => thrown('model', () => build(config, gates));

const count = (graph: Graph, type: string): number => graph.ops.filter((op) => op.type === type).length;

describe('recurrent layers', () => {
  it('weight the inputs of all steps at once', () => {
    const graph = build(model(5, layer('LSTM')));
    // One for all inputs, and one for each state but the first, which is zero.
    expect(count(graph, 'FULLY_CONNECTED')).toBe(1 + 4);
    expect(graph.tensors.some(({ isVariable }) => isVariable)).toBe(false);
  });

  it('keep state only where they are told to', () => {
    const graph = build(model(5, layer('LSTM', { stateful: true, return_sequences: true })));
    expect(graph.ops.map(({ type }) => type)).toEqual(['UNIDIRECTIONAL_SEQUENCE_LSTM']);
    expect(graph.tensors.filter(({ isVariable }) => isVariable).map(({ name }) => name)).toEqual([
      'lstm/hidden',
      'lstm/cell',
    ]);
  });

  it('are refused where they keep state and no operator does', () => {
    expect(refused(model(5, layer('GRU', { stateful: true })), 3).message).toBe(
      'layer "gru" (GRU) goes on from one sample to the next (stateful=True), which only a plain LSTM can',
    );
    const relu = layer('LSTM', { stateful: true, activation: 'relu' });
    expect(refused(model(5, relu)).message).toContain('only a plain LSTM can');
  });

  it('are refused where they have too many steps', () => {
    expect(refused(model(513, layer('LSTM'))).message).toBe(
      'layer "lstm" (LSTM) has 513 steps; at most 512 can be unrolled',
    );
    const many = Array.from({ length: 9 }, (_, k) =>
      layer('SimpleRNN', { name: `rnn${k}`, return_sequences: true }),
    );
    expect(refused(model(500, ...many), 1).message).toBe(
      'layer "rnn8" (SimpleRNN) brings the model to more than 4096 steps, the most that can be unrolled',
    );
  });

  it('are refused by name where there is no such layer', () => {
    expect(refused(model(5, layer('ConvLSTM2D'))).message).toBe(
      'layer "convlstm2d" (ConvLSTM2D) cannot be imported',
    );
    const cell = { class_name: 'My>Cell', config: { name: 'mine' } };
    expect(refused(model(5, layer('RNN', { cell }))).message).toBe(
      'layer "rnn" (RNN) is a cell that cannot be imported',
    );
  });

  it('are refused with a cell of cells without an end', () => {
    let cell: Json = layer('LSTMCell');
    for (let k = 0; k < 40; k++)
      cell = { class_name: 'StackedRNNCells', config: { name: 's', cells: [cell] } };
    expect(refused(model(5, layer('RNN', { cell }))).message).toContain(
      'layers within layers without an end',
    );
  });
});

describe('both directions', () => {
  it('take the shape that the layer within declares', () => {
    const inner = layer('LSTM', { batch_input_shape: [null, 3, UNITS] });
    const config = {
      class_name: 'Sequential',
      config: { name: 'net', layers: [layer('Bidirectional', { layer: inner, merge_mode: 'concat' })] },
    };
    const graph = build(config);
    expect(graph.tensors[graph.inputs[0]!]!.shape).toEqual([1, 3, UNITS]);
    expect(graph.tensors[graph.outputs[0]!]!.shape).toEqual([1, 2 * UNITS]);
  });
});

describe('layers over time', () => {
  it('take the steps for a batch', () => {
    const dense = { class_name: 'Dense', config: { name: 'dense', units: 2, use_bias: false } };
    const graph = build(model(5, layer('TimeDistributed', { layer: dense })), 1);
    expect(graph.ops.map(({ type }) => type)).toEqual(['RESHAPE', 'FULLY_CONNECTED', 'RESHAPE']);
  });

  it('are refused where a direction is missing', () => {
    expect(refused(model(5, layer('Bidirectional'))).message).toBe(
      'layer "bidirectional" (Bidirectional) has no backward_layer in its settings',
    );
  });
});
