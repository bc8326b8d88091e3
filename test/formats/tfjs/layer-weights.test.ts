/** Weights of layers that lie in other layers, by the names that TF.js and Keras give them. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/formats/keras/json.ts';
import { buildKerasModel } from '../../../src/formats/keras/model.ts';
import { constantOf } from '../../../src/formats/support/constants/constant.ts';
import { ManifestWeights } from '../../../src/formats/tfjs/layer-weights.ts';

function layer(className: string, config: Record<string, Json>): Json {
  return { class_name: className, config };
}

/** The constants of a model of one layer, whose weights the manifest has by these names and with these numbers. */
function constants(first: Json, weights: Readonly<Record<string, readonly number[]>>): number[][] {
  const input = layer('InputLayer', { name: 'x', batch_input_shape: [null, 2, 1] });
  const named = Object.entries(weights).map(([name, values]) => ({
    name,
    constant: constantOf('float32', name.endsWith('bias') ? [1] : [1, 1], Float32Array.from(values)),
  }));
  const graph = buildKerasModel(
    layer('Sequential', { name: 'net', layers: [input, first] }),
    (specsOf) => new ManifestWeights(named, specsOf),
    { keras: 2 },
  );
  return graph.tensors
    .filter(({ dtype, data }) => dtype === 'float32' && data !== undefined)
    .map(({ data }) => [...(data as Float32Array)]);
}

const dense = layer('Dense', { name: 'dense_1', units: 1 });
const rnn = layer('SimpleRNN', { name: 'rnn_1', units: 1, use_bias: false });

describe('weights of layers in layers', () => {
  it.each(['time/dense_1', 'time', 'dense_1', 'model/time'])('of one over time: %s', (path) => {
    const weights = { [`${path}/kernel`]: [3], [`${path}/bias`]: [4] };
    expect(constants(layer('TimeDistributed', { name: 'time', layer: dense }), weights)).toEqual([[3], [4]]);
  });

  it('of two directions', () => {
    const both = layer('Bidirectional', { name: 'both', layer: rnn, merge_mode: 'sum' });
    const weights = {
      'both/backward_rnn_1/cell/kernel': [3],
      'both/backward_rnn_1/cell/recurrent_kernel': [4],
      'both/forward_rnn_1/cell/kernel': [1],
      'both/forward_rnn_1/cell/recurrent_kernel': [2],
    };
    expect(constants(both, weights)).toEqual([[1], [2], [3], [4]]);
  });

  it('of layers that were renamed, by their order', () => {
    const both = layer('Bidirectional', { name: 'both', layer: rnn, merge_mode: 'sum' });
    const weights = {
      'a/kernel': [1],
      'a/recurrent_kernel': [2],
      'b/kernel': [3],
      'b/recurrent_kernel': [4],
    };
    expect(constants(both, weights)).toEqual([[1], [2], [3], [4]]);
  });
});
